import { type AnyDb, own } from '#platform/db/own.ts';
import { csvLine, UTF8_MARK } from '#platform/http/csv.ts';
import { businessDay } from '#platform/month/month.ts';
import { type AccountRow, accountVersion } from '../account.store.ts';
import type { AccountRowShown, AccountState } from '../directory.ts';
import { heldPostShown, type PostRow, postsOfAccounts } from '../post/post.store.ts';
import { ROLE_NAMES } from '../role.ts';
import { PAGE_SIZE, pattern } from '../search.ts';

export type AccountFilter = {
  search?: string | undefined;
  organisationNo?: number | undefined;
  state?: AccountState | undefined;
};

const EXPORT_BATCH = 1_000;

function filtered(db: AnyDb, { search, organisationNo, state }: AccountFilter, day: string) {
  const heldThere = own('identity')(db)
    .selectFrom('identity.post as post')
    .innerJoin('identity.organisation as organisation', 'organisation.organisation_no', 'post.organisation_no')
    .select('post.account_no')
    .where('post.from_day', '<=', day)
    .where((e) => e.or([e('post.until_day', 'is', null), e('post.until_day', '>', day)]));
  let query = own('identity')(db).selectFrom('identity.account as account');
  if (state === 'ended') query = query.where('account.ended_on', '<=', day);
  if (state === 'in-use')
    query = query.where((e) => e.or([e('account.ended_on', 'is', null), e('account.ended_on', '>', day)]));
  if (organisationNo !== undefined) {
    query = query.where('account.account_no', 'in', heldThere.where('post.organisation_no', '=', organisationNo));
  }
  if (search) {
    const text = pattern(search);
    query = query.where((e) =>
      e.or([
        e('account.name', 'ilike', text),
        e('account.display_name', 'ilike', text),
        e('account.account_no', 'in', heldThere.where('organisation.name', 'ilike', text)),
      ]),
    );
  }
  return query;
}

/** 账号一页, with the posts of today. */
export async function readAccounts(db: AnyDb, filter: AccountFilter, page: number, now: Date) {
  const day = businessDay(now);
  const rows = await filtered(db, filter, day)
    .selectAll('account')
    .orderBy('account.account_no')
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .execute();
  const { total } = await filtered(db, filter, day)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { accounts: await withPosts(db, rows, day), total: Number(total), page, pageSize: PAGE_SIZE };
}

/** 导出账号: the filtered list as CSV, the posts of today in one cell. */
export async function* exportAccounts(db: AnyDb, filter: AccountFilter, now: Date): AsyncGenerator<string> {
  const day = businessDay(now);
  yield UTF8_MARK + csvLine(['账号', '姓名', '岗位', '建立日', '停用日', '口令待更换']);
  for (let last = 0; ; ) {
    const rows = await filtered(db, filter, day)
      .selectAll('account')
      .where('account.account_no', '>', last)
      .orderBy('account.account_no')
      .limit(EXPORT_BATCH)
      .execute();
    const end = rows.at(-1);
    if (!end) return;
    last = end.account_no;
    yield (await withPosts(db, rows, day)).map((shown, at) => lineOf(shown, rows[at] ?? end)).join('');
  }
}

function lineOf({ name, displayName, posts, endedOn, passwordIsOneTime }: AccountRowShown, row: AccountRow): string {
  const held = posts.map(({ organisationName, role }) => `${organisationName}${ROLE_NAMES[role]}`).join('；');
  return csvLine([name, displayName, held, businessDay(row.created_at), endedOn ?? '', passwordIsOneTime ? '是' : '']);
}

async function withPosts(db: AnyDb, rows: readonly AccountRow[], day: string): Promise<AccountRowShown[]> {
  const accountNos = rows.map(({ account_no }) => account_no);
  const posts = Map.groupBy(await postsOfAccounts(db, accountNos, day), ({ account_no }) => account_no);
  return rows.map((row) => accountShown(row, posts.get(row.account_no) ?? []));
}

/** Over before it began: see apply-plan.ts. */
function hasNoPassword({ one_time_until, created_at }: AccountRow): boolean {
  return one_time_until !== null && one_time_until <= created_at;
}

export function accountShown(row: AccountRow, posts: readonly PostRow[]): AccountRowShown {
  return {
    accountNo: row.account_no,
    name: row.name,
    displayName: row.display_name,
    createdAt: row.created_at.toISOString(),
    endedOn: row.ended_on,
    passwordIsOneTime: row.one_time_until !== null && !hasNoPassword(row),
    hasNoPassword: hasNoPassword(row),
    posts: posts.map(heldPostShown),
    version: accountVersion(row),
  };
}
