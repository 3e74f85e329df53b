import { describe, expect, test } from 'vitest';
import { decidedKindOf } from '#server/audit-kinds.ts';
import { readRepository } from '../architecture/repository.ts';
import { scan } from '../architecture/scan.ts';
import { everyRoute } from './routes.ts';
import { openStage } from './stage.ts';

describe('审计保存多久', () => {
  test('每种审计有名称、依据和最短保存期：查看六个月，对外提供三年，业务和权限三十年', async () => {
    const { rows } = await openStage();
    const kinds = await rows<{ kind: string; keep_months: number; basis: string }>(
      'select kind, keep_months, basis from platform.audit_kind order by kind',
    );
    expect(Object.fromEntries(kinds.map(({ kind, keep_months }) => [kind, keep_months]))).toEqual({
      access: 6,
      provision: 36,
      rights: 360,
      business: 360,
    });
    for (const { basis } of kinds) expect(basis).toMatch(/法|GB\/T/);
  });

  test('每个地址、每个写审计的动作都定了种类', async () => {
    const routes = (await everyRoute()).map(({ url }) => url);
    const actions = readRepository()
      .filter(({ path }) => /^(modules|server|platform)\/.*\.ts$/.test(path) && !/\.test(ing)?\.ts$/.test(path))
      // Where acts are put on record; elsewhere an `action` is something else.
      .filter(({ text }) => /\b(writeAudit|auditOwner)\b/.test(text))
      .flatMap(({ text }) => {
        const { code, literals } = scan(text);
        return literals.filter(({ start }) => /\baction:\s*['"`]?$/.test(code.slice(Math.max(0, start - 40), start)));
      })
      .map(({ text }) => text);
    expect(actions).toContain('identity.setup-code');
    const undecided = [...routes, ...actions].filter(
      (action) => !decidedKindOf(action, 'done') || !decidedKindOf(action, 'read'),
    );
    expect(undecided).toEqual([]);
  });

  test('登录和查看记六个月，导出记三年，账号变动和发放记三十年', () => {
    expect([
      decidedKindOf('/api/identity/sign-in', 'refused'),
      decidedKindOf('/api/allowances/people/:personNo', 'read'),
      decidedKindOf('/control/explain', 'read'),
      decidedKindOf('/api/allowances/month/:month/lines.csv', 'read'),
      decidedKindOf('/control/backup', 'done'),
      decidedKindOf('/api/identity/accounts', 'done'),
      decidedKindOf('/api/allowances/release', 'done'),
      decidedKindOf('/elsewhere', 'done'),
    ]).toEqual(['access', 'access', 'access', 'provision', 'provision', 'rights', 'business', undefined]);
  });
});
