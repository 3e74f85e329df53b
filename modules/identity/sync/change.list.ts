import { type AnyDb, own } from '#platform/db/own.ts';
import { csvLine, UTF8_MARK } from '#platform/http/csv.ts';
import { CHANGE_KIND_NAMES, CHANGE_REASON_NAMES, type ChangeShown } from '../directory-changes.ts';
import { PAGE_SIZE } from '../search.ts';
import type { ChangeKind, ChangeReason } from './change.ts';

const EXPORT_BATCH = 1_000;

function changes(db: AnyDb, syncNo: number) {
  return own('identity')(db)
    .selectFrom('identity.directory_change as change')
    .innerJoin('identity.account as account', 'account.account_no', 'change.account_no')
    .select(['change.change_no', 'change.conflict_no', 'change.account_no', 'change.what', 'change.detail'])
    .select(['change.why', 'change.made_at', 'account.name', 'account.display_name', 'account.employee_code'])
    .where('change.sync_no', '=', syncNo)
    .$narrowType<{ what: ChangeKind; why: ChangeReason }>();
}

/** 一次同步改了什么, a page of it, in the order in which it was done; with what was decided at the desk until the next one. */
export async function readChanges(db: AnyDb, syncNo: number, page: number) {
  const rows = await changes(db, syncNo)
    .orderBy('change.change_no')
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .execute();
  const { total } = await own('identity')(db)
    .selectFrom('identity.directory_change')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('sync_no', '=', syncNo)
    .executeTakeFirstOrThrow();
  return { changes: rows.map(shown), total: Number(total), page, pageSize: PAGE_SIZE };
}

/** 执行过的同步, the latest first, with how much each changed. */
export async function lastRuns(db: AnyDb, limit: number) {
  const rows = await own('identity')(db)
    .selectFrom('identity.directory_sync as sync')
    .select(['sync.sync_no', 'sync.kind', 'sync.ended_at', 'sync.by_whom'])
    .select(({ selectFrom, fn }) =>
      selectFrom('identity.directory_change as change')
        .select(fn.countAll<number>().as('n'))
        .whereRef('change.sync_no', '=', 'sync.sync_no')
        .as('changed'),
    )
    .where('sync.counts', 'is not', null)
    .$narrowType<{ kind: 'full' | 'delta' }>()
    .orderBy('sync.sync_no', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...{ syncNo: row.sync_no, kind: row.kind, endedAt: row.ended_at?.toISOString() ?? '', byWhom: row.by_whom },
    changed: Number(row.changed),
  }));
}

/** 导出一次同步改了什么. */
export async function* exportChanges(db: AnyDb, syncNo: number): AsyncGenerator<string> {
  yield UTF8_MARK + csvLine(['序号', '账号', '姓名', '工号', '变化', '内容', '原因', '待决定事项', '时间']);
  for (let last = 0; ; ) {
    const rows = await changes(db, syncNo)
      .where('change.change_no', '>', last)
      .orderBy('change.change_no')
      .limit(EXPORT_BATCH)
      .execute();
    const end = rows.at(-1);
    if (!end) return;
    last = end.change_no;
    yield rows.map((row) => lineOf(shown(row))).join('');
  }
}

function lineOf(change: ChangeShown): string {
  const { changeNo, name, displayName, employeeCode, what, detail, why, conflictNo, madeAt } = change;
  return csvLine([
    ...[String(changeNo), name, displayName, employeeCode ?? '', CHANGE_KIND_NAMES[what], detail],
    ...[CHANGE_REASON_NAMES[why], conflictNo === null ? '' : String(conflictNo), madeAt],
  ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof changes>['execute']>>[number];

function shown(row: Row): ChangeShown {
  return {
    changeNo: row.change_no,
    accountNo: row.account_no,
    name: row.name,
    displayName: row.display_name,
    employeeCode: row.employee_code,
    what: row.what,
    detail: row.detail,
    why: row.why,
    conflictNo: row.conflict_no,
    madeAt: row.made_at.toISOString(),
  };
}
