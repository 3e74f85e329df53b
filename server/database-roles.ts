import type pg from 'pg';
import { Refusal } from '#platform/refusal/refusal.ts';

const AUDIENCES = [
  'kangyang_app',
  'kangyang_official',
  'kangyang_outside',
  'kangyang_family',
  'kangyang_bulk',
] as const;
/** From here on a role that bypasses row-level policies may make another. */
const MAY_HAND_ON_BYPASS = 160_000;

type Owner = { account: string; version: number; bypasses: boolean; makesRoles: boolean; hasBulk: boolean };

/**
 * Refuses an owner who could not read all rows for a backup, or not make the role of jobs (COPY is refused to whoever a policy
 * binds), with the lines that a database administrator must run. Before the migrations.
 */
export async function refuseOwnerWithoutBypass(owner: pg.Pool): Promise<void> {
  const { rows } = await owner.query<Owner>(
    `select quote_ident(rolname) as account, current_setting('server_version_num')::int as version,
       rolsuper or rolbypassrls as bypasses, rolsuper or (rolbypassrls and rolcreaterole) as "makesRoles",
       exists (select from pg_roles where rolname = 'kangyang_bulk' and rolbypassrls) as "hasBulk"
     from pg_roles where rolname = current_user`,
  );
  const [found] = rows;
  if (!found) throw new Error('the database does not know its own user');
  const lines: string[] = [];
  if (!found.bypasses) lines.push(`alter role ${found.account} bypassrls createrole`);
  if (!found.hasBulk && !(found.makesRoles && found.version >= MAY_HAND_ON_BYPASS)) lines.push(...bulkLines(found));
  if (lines.length === 0) return;
  throw refusal(
    `数据库账号 ${found.account} 不能绕过行级策略，备份会缺行，批量作业也没有角色可用。请数据库管理员先执行：${lines.join('; ')}; 然后再启动。`,
  );
}

function bulkLines({ account, version, bypasses }: Owner): string[] {
  if (!bypasses && version >= MAY_HAND_ON_BYPASS) return [];
  return ['create role kangyang_bulk nologin bypassrls', `grant kangyang_bulk to ${account} with admin option`];
}

/** Refuses a login of the application that no policy binds, or that cannot take on the roles of all audiences. After the migrations. */
export async function refuseAccountWithoutRoles(owner: pg.Pool, login: string): Promise<void> {
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1 and (rolsuper or rolbypassrls)', [
    login,
  ]);
  if (rowCount !== 0) {
    throw refusal(
      `DATABASE_APP_URL 的账号 ${login} 能绕过行级策略，出一个错就会看到全省的人。请数据库管理员先执行：alter role "${login}" nosuperuser nobypassrls; 然后再启动。`,
    );
  }
  const { rows } = await owner.query<{ role: string }>(
    `select role from unnest($2::text[]) with ordinality as wanted(role, place), pg_roles r where r.rolname = $1 and not exists (
       select from pg_auth_members m where m.member = r.oid and m.roleid = role::regrole) order by place`,
    [login, AUDIENCES],
  );
  if (rows.length === 0) return;
  throw refusal(
    `DATABASE_APP_URL 的账号 ${login} 还不能使用 ${rows.map(({ role }) => role).join('、')}。请以属主执行：grant ${AUDIENCES.join(', ')} to "${login}"; 然后再启动。`,
  );
}

function refusal(sentence: string): Refusal {
  return new Refusal('database.roles', 409, sentence, {});
}
