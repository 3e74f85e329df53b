import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connect } from '#platform/db/connect.ts';
import { readConfig } from '#server/config.ts';
import { openDataFolder } from '#server/data-folder.ts';
import { openDatabaseServer } from '#server/engine.ts';
import { aDataFolder, kangyang, startServer } from '../runtime/kangyang.ts';

// Real processes, several times.
vi.setConfig({ testTimeout: 240_000 });

/** The database as its owner, without the server: what an administrator of the database could do. */
async function asOwner(data: string, ...statements: string[]): Promise<void> {
  const server = await openDatabaseServer(readConfig(data, {}), openDataFolder(data), () => undefined);
  const { pool, close } = connect({ config: server.config, max: 1 });
  for (const statement of statements) await pool.query(statement);
  await close();
  await server.stop();
}

test('I-14 audit verify：服务开着、停着都能核对；被改动时说明是哪一行，退出码 1', async () => {
  const data = aDataFolder();
  const heads = join(data, '..', 'elsewhere');
  const env = { KANGYANG_AUDIT_HEADS: heads };
  const server = await startServer(['--demo', 'none', '--data', data], { env });
  const running = await kangyang(['audit', 'verify', '--json', '--data', data], { env });
  expect(running.code, running.stderr).toBe(0);
  expect(JSON.parse(running.stdout)).toMatchObject({ ok: true, problems: [], notes: [] });

  server.process.kill('SIGTERM');
  await server.ended;
  // Stopped: everything written is sealed and signed, the rows of the start itself too: places numbered, the setup code.
  expect(statSync(join(data, 'secrets', 'audit-signing.pem')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(heads, 'heads.jsonl'), 'utf8')).toContain('"rows":2');
  const stopped = await kangyang(['audit', 'verify', '--data', data], { env });
  expect(stopped.stdout).toMatch(/^审计完好：2 行在 [12] 块里，[12] 个签名头，另有 0 行/);

  const folder = join(data, '..', 'export');
  const days = ['--from', '2020-01-01', '--to', '2099-12-31'];
  const exported = await kangyang(['audit', 'export', folder, ...days, '--json', '--data', data], { env });
  expect(JSON.parse(exported.stdout)).toMatchObject({ entries: 2 });

  await asOwner(data, "update platform.audit_entry set account_name = '别人' where audit_no = 1");
  const damaged = await kangyang(['audit', 'verify', '--json', '--data', data], { env });
  expect(damaged.code).toBe(1);
  expect(JSON.parse(damaged.stdout)).toMatchObject({
    ok: false,
    problems: [{ kind: 'row-changed', block: 1, row: '1' }],
  });

  const tables = ['audit_head', 'audit_block', 'audit_subject', 'audit_entry'].map((table) => `platform.${table}`);
  await asOwner(data, `truncate ${tables.join(', ')} restart identity`);
  const emptied = await kangyang(['audit', 'verify', '--data', data], { env });
  expect(emptied.code).toBe(1);
  expect(emptied.stdout).toMatch(/数据库被截短：签名头文件里第 1 个头签过第 \d 块（共 [12] 行），数据库里没有。/);
});

test('audit 用错时说明怎么用；没有数据库的文件夹不会因此建一个', async () => {
  const wrong: [string[], string][] = [
    [['audit'], 'audit 之后应为 verify 或 export'],
    [['audit', 'repair'], 'audit 之后应为 verify 或 export，不能是“repair”'],
    [['audit', 'export', 'x', '--from', '2026-11-01'], '缺少 --to'],
    [['audit', 'export', 'x', '--from', '2026-11-01', '--to', '2026-11-32'], '--to 应为 YYYY-MM-DD'],
    [['audit', 'export', 'x', '--from', '2026-11-02', '--to', '2026-11-01'], '--from 不能晚于 --to'],
    [['audit', 'verify', '--heads', '/nowhere'], '不存在'],
  ];
  for (const [args, sentence] of wrong) {
    const { code, stdout, stderr } = await kangyang(args);
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  }
  const data = aDataFolder();
  onTestFinished(() => expect(() => statSync(join(data, 'postgresql'))).toThrow('ENOENT'));
  const nothing = await kangyang(['audit', 'verify', '--data', data]);
  expect(nothing.code).toBe(1);
  expect(nothing.stderr).toContain('没有审计可看');
});
