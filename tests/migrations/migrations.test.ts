import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, readMigrations } from '#platform/db/migrate.ts';
import { type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import { MODULE_ORDER } from '#server/module-order.ts';
import { generateSchema } from '#tools/schema/generate.ts';
import * as live from './live-schema.ts';
import { type MigrationFile, nameProblems, schemaProblems } from './migration-text.ts';
import { columnCommentProblems, constraintNameProblems, tableCommentProblems } from './schema-rules.ts';

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
const GENERATED = fileURLToPath(new URL('../../platform/db/schema.generated.ts', import.meta.url));
const APP_ROLE = 'kangyang_app';

let database: ClonedDatabase;
let owner: pg.Pool;

beforeAll(async () => {
  database = await cloneDatabase();
  owner = database.ownerPool;
});
afterAll(() => database.close());

describe('迁移文件', () => {
  test('名字是“模块-序号-说明”，按模块次序和序号执行', async () => {
    const migrations = await readMigrations(FOLDER, MODULE_ORDER);
    expect(nameProblems(migrations.map(asFile), MODULE_ORDER)).toEqual([]);
    const ranks = migrations.map(({ name }) => MODULE_ORDER.findIndex((module) => name.startsWith(`${module}-`)));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });

  test('只点自己的表；外键只指向下层模块', async () => {
    const migrations = await readMigrations(FOLDER, MODULE_ORDER);
    expect(schemaProblems(migrations.map(asFile), MODULE_ORDER)).toEqual([]);
  });

  test('只向前：再执行一次什么也不变；改过的、不认识的都拒绝', async () => {
    const migrations = await readMigrations(FOLDER, MODULE_ORDER);
    expect(await migrate(owner, migrations)).toBe(0);
    const changed = migrations.map((one, index) => (index === 0 ? { ...one, sha256: 'changed' } : one));
    await expect(migrate(owner, changed)).rejects.toThrow('was changed after it had been applied');
    await expect(migrate(owner, migrations.slice(1))).rejects.toThrow('made by a newer version');
  });

  test('数据类型文件与迁移一致', async () => {
    expect(await readFile(GENERATED, 'utf8')).toBe(await generateSchema());
  });
});

describe('表和列', () => {
  test('C-15 C-40 每张表写明用途、依据和保存期限', async () => {
    expect(tableCommentProblems(await live.readTables(owner))).toEqual([]);
  });

  test('C-40 每一列写明级别（L1—L4）', async () => {
    expect(columnCommentProblems(await live.readColumns(owner))).toEqual([]);
  });

  test('约束都有自己的名字', async () => {
    expect(constraintNameProblems(await live.readConstraints(owner))).toEqual([]);
  });
});

describe('权限', () => {
  test('I-03 应用角色什么也不拥有，不能绕过行级安全', async () => {
    expect(await live.readOwnedBy(owner, APP_ROLE)).toEqual([]);
    const { rows } = await owner.query(
      'select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles where rolname = $1',
      [APP_ROLE],
    );
    expect(rows).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false },
    ]);
    await expect(database.pool.query('create table public.mine (a integer)')).rejects.toThrow('permission denied');
  });

  test('I-03 每张有人的表都有行级策略，属主也不例外；没有策略的表只有批量作业能读', async () => {
    await owner.query('select allowances.open_pay_month(24283)');
    const tables = await live.readTablesWithPersons(owner);
    expect(tables.length).toBeGreaterThan(10);
    const open = tables.filter(({ enabled, forced }) => !enabled || !forced).map(({ name }) => name);
    expect(open, 'see docs/guides/isolation.md').toEqual([]);
  });

  test('I-03 策略只用不泄漏的比较：序号、编号与设置，不用函数、模式匹配、数组包含', async () => {
    const policies = await live.readPolicies(owner);
    expect(policies.length).toBeGreaterThan(5);
    const leaks = /~~|@>|&&|like|jsonb|@@|regexp|numeric/i;
    expect(policies.filter(({ text }) => leaks.test(text))).toEqual([]);
    const called = policies.flatMap(({ text }) => [...text.matchAll(/(\w+\.)?(\w+)\(/g)].map(([, , name]) => name));
    const known = ['place_lo', 'place_hi', 'organisation_no', 'person_nos', 'ANY', 'EXISTS', 'AND', 'OR', 'WHERE'];
    expect([...new Set(called)].filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });

  test('I-03 权限只在父表上，月份分表上一个也没有', async () => {
    await owner.query('select allowances.open_pay_month(24282)');
    for (const table of ['pay_line', 'pay_part'])
      await owner.query('select allowances.close_pay_month($1, 24282)', [table]);
    const partitions = await live.readGrantsOnPartitions(owner);
    expect(partitions.length).toBeGreaterThan(1);
    expect(partitions.filter(({ grantees }) => grantees.length > 0)).toEqual([]);
    await expect(database.bulkPool.query('select from allowances.pay_line_24282')).rejects.toThrow('permission denied');
  });

  test('I-03 各对象的角色都不能登录，只有批量角色绕过策略', async () => {
    const roles = await live.readRoles(owner);
    expect(roles.filter(({ bypasses }) => bypasses).map(({ name }) => name)).toEqual(['kangyang_bulk']);
    const login = roles.find(({ name }) => name === 'kangyang_login');
    expect(login).toMatchObject({ inherits: false, bypasses: false });
    for (const role of roles.filter((one) => one !== login)) expect(role.signsIn, role.name).toBe(false);
  });

  test('I-03 视图按查询者的权限运行', async () => {
    const { views, open } = await live.readViewsWithoutInvoker(owner);
    expect(views).toBeGreaterThan(0);
    expect(open).toEqual([]);
  });

  test('以属主权限运行的函数固定查找路径，只对应用角色开放', async () => {
    const { functions, open } = await live.readOpenDoors(owner);
    expect(functions).toBeGreaterThan(0);
    expect(open).toEqual([]);
  });

  test('C-07 审计日志只能增加：应用角色不能改、删、清空，也不能关触发器', async () => {
    await database.pool.query(
      `insert into platform.audit_entry (entry_id, at, account_name, request_id, action, title, outcome, kind, mac)
       values (gen_random_uuid(), now(), '测试', 'test', 'test', '测试', 'done', 'access', '')`,
    );
    // A grant by somebody without the right to give it is only a warning; that it gave nothing shows below.
    await database.pool.query('grant all on platform.audit_entry to kangyang_app');
    for (const statement of [
      "update platform.audit_entry set account_name = '别人'",
      'delete from platform.audit_entry',
      'truncate platform.audit_entry',
    ]) {
      await expect(database.pool.query(statement)).rejects.toThrow('permission denied');
    }
    for (const statement of [
      'alter table platform.audit_entry disable trigger all',
      'drop table platform.audit_entry',
    ]) {
      await expect(database.pool.query(statement)).rejects.toThrow('must be owner');
    }
    expect((await owner.query('select account_name from platform.audit_entry')).rows).toEqual([
      { account_name: '测试' },
    ]);
  });
});

function asFile({ name, sql }: { name: string; sql: string }): MigrationFile {
  return { name, text: sql };
}
