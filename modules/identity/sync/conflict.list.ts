import { type AnyDb, own } from '#platform/db/own.ts';
import { csvLine, UTF8_MARK } from '#platform/http/csv.ts';
import {
  CONFLICT_KIND_NAMES,
  CONFLICT_STATE_NAMES,
  type ConflictShown,
  type ConflictState,
} from '../directory-sync.ts';
import { PAGE_SIZE } from '../search.ts';
import type { ConflictKind } from './known.ts';

export type ConflictFilter = { state?: ConflictState | undefined; kind?: ConflictKind | undefined };

const EXPORT_BATCH = 1_000;

function filtered(db: AnyDb, { state, kind }: ConflictFilter) {
  let query = own('identity')(db).selectFrom('identity.directory_conflict');
  if (state) query = query.where('state', '=', state);
  if (kind) query = query.where('kind', '=', kind);
  return query;
}

/** 待决定事项一页: the newest first. */
export async function readConflicts(db: AnyDb, filter: ConflictFilter, page: number) {
  const rows = await filtered(db, filter)
    .selectAll()
    .orderBy('conflict_no', 'desc')
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .execute();
  return { conflicts: rows.map(shown), total: await countConflicts(db, filter), page, pageSize: PAGE_SIZE };
}

export async function countConflicts(db: AnyDb, filter: ConflictFilter): Promise<number> {
  const { total } = await filtered(db, filter)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** 导出待决定事项: the filtered list as CSV. */
export async function* exportConflicts(db: AnyDb, filter: ConflictFilter): AsyncGenerator<string> {
  yield UTF8_MARK + csvLine(['序号', '种类', '依据', '发现时间', '状态', '决定人', '决定时间']);
  for (let last = 0; ; ) {
    const rows = await filtered(db, filter)
      .selectAll()
      .where('conflict_no', '>', last)
      .orderBy('conflict_no')
      .limit(EXPORT_BATCH)
      .execute();
    const end = rows.at(-1);
    if (!end) return;
    last = end.conflict_no;
    yield rows.map((row) => lineOf(shown(row))).join('');
  }
}

function lineOf({ conflictNo, kind, evidence, madeAt, state, decidedAt, decidedBy }: ConflictShown): string {
  const facts = Object.entries(evidence).map(([name, value]) => `${name}：${value}`);
  const decided = [decidedBy ?? '', decidedAt ?? ''];
  return csvLine([
    ...[String(conflictNo), CONFLICT_KIND_NAMES[kind], facts.join('；'), madeAt, CONFLICT_STATE_NAMES[state]],
    ...decided,
  ]);
}

type Row = {
  conflict_no: number;
  kind: string;
  evidence: unknown;
  made_at: Date;
  state: string;
  decided_at: Date | null;
  decided_by: string | null;
};

function shown(row: Row): ConflictShown {
  return {
    conflictNo: row.conflict_no,
    kind: row.kind as ConflictKind,
    evidence: row.evidence as ConflictShown['evidence'],
    madeAt: row.made_at.toISOString(),
    state: row.state as ConflictState,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: row.decided_by,
  };
}
