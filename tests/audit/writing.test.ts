import { describe, expect, test } from 'vitest';
import { writeAudit } from '#platform/audit/audit.ts';
import { connect } from '#platform/db/connect.ts';
import { queryableOf } from '#platform/db/queryable.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import { aCtx } from '#platform/testing/database.ts';
import { openStage, WISH } from './stage.ts';

const POST = { postNo: 7, role: 'reviewer', organisationNo: 3, division: '331083' };

describe('写审计', () => {
  test('C-06 一行写明谁、以什么岗位、从哪里、做了什么、为什么、结果、几件，涉及的每个人各一行', async () => {
    const { database, rows } = await openStage();
    await database.db.transaction().execute((db) =>
      writeAudit(
        {
          ...aCtx(db),
          user: { ...SYSTEM_USER, accountNo: 12, name: 'li.qiang', post: POST },
          request: { id: 'r-1', address: '10.0.0.8' },
        },
        { ...WISH, subject: '更正', purpose: '本人来访申请', persons: [31, 9, 31] },
      ),
    );
    const [entry] = await rows(`select account_no, account_name, post_no, address, request_id, action, title, purpose,
      subject, outcome, item_count, list_hash, kind, octet_length(mac) as mac from platform.audit_entry`);
    expect(entry).toEqual({
      ...{ account_no: 12, account_name: 'li.qiang', post_no: 7, address: '10.0.0.8', request_id: 'r-1' },
      ...{ action: WISH.action, title: WISH.title, purpose: '本人来访申请', subject: '更正', outcome: 'done' },
      ...{ item_count: 2, list_hash: null, kind: 'business', mac: 32 },
    });
    expect(await rows('select person_no from platform.audit_subject order by 1')).toEqual([
      { person_no: 9 },
      { person_no: 31 },
    ]);
  });

  test('写审计的语句每个会话只解析一次', async () => {
    const { database } = await openStage();
    await database.db.transaction().execute(async (db) => {
      for (let n = 0; n < 3; n += 1) await writeAudit(aCtx(db), WISH);
      const { rows } = await queryableOf(db).query(
        "select name, (generic_plans + custom_plans)::int as times from pg_prepared_statements where name = 'platform.audit'",
      );
      expect(rows).toEqual([{ name: 'platform.audit', times: 3 }]);
    });
  });

  test('成批的事写冻结清单的件数和校验值；一千人以上不许逐人写', async () => {
    const { act, rows } = await openStage();
    await act({ list: { count: 70_000, hash: 'f'.repeat(64) } });
    expect(await rows('select item_count, list_hash from platform.audit_entry')).toEqual([
      { item_count: 70_000, list_hash: 'f'.repeat(64) },
    ]);
    await expect(act({ persons: Array.from({ length: 1_001 }, (_, n) => n) })).rejects.toThrow('name a list');
  });

  test('I-13 事情没办成，审计也没有；审计没有密钥，事情就不办', async () => {
    const { act, database, rows } = await openStage();
    const failing = database.db.transaction().execute(async (db) => {
      await writeAudit(aCtx(db), WISH);
      throw new Error('later');
    });
    await expect(failing).rejects.toThrow('later');
    expect(await rows('select from platform.audit_entry')).toHaveLength(0);

    const keyless = connect({ config: database.config, role: 'kangyang_app', max: 1 });
    await expect(
      keyless.db.transaction().execute(async (db) => {
        await db.insertInto('platform.loaded_step').values({ step: 'business', done_at: new Date() }).execute();
        await writeAudit(aCtx(db), WISH);
      }),
    ).rejects.toThrow('no audit key');
    await keyless.close();
    expect(await rows('select from platform.loaded_step')).toHaveLength(0);

    await rows('revoke insert on platform.audit_subject from kangyang_app');
    await expect(act({ persons: [1] })).rejects.toThrow('permission denied');
    expect(await rows('select from platform.audit_entry')).toHaveLength(0);
  });

  test('C-07 应用角色对审计的每张表只能看、只能加', async () => {
    const { acts, database, seal, sign } = await openStage();
    await acts(3);
    await seal();
    await sign();
    const changes: Record<string, string> = {
      audit_entry: "account_name = '别人'",
      audit_subject: 'person_no = 5',
      audit_block: 'block_no = 9',
      audit_head: "line = ''",
      audit_kind: 'keep_months = 7',
    };
    for (const [table, change] of Object.entries(changes)) {
      for (const statement of [
        `update platform.${table} set ${change}`,
        `delete from platform.${table}`,
        `truncate platform.${table} cascade`,
      ])
        await expect(database.pool.query(statement), statement).rejects.toThrow('permission denied');
      await expect(database.pool.query(`alter table platform.${table} disable trigger all`)).rejects.toThrow('owner');
    }
    await expect(database.pool.query("select setval('platform.audit_entry_audit_no_seq', 1)")).rejects.toThrow(
      'permission denied',
    );
  });
});
