import { actorWords } from '#modules/identity/index.ts';
import { maskedNamesOf } from '#modules/people/index.ts';
import type { AnyDb } from '#platform/db/own.ts';
import { csvLine, UTF8_MARK } from '#platform/http/csv.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type EntryShown, KIND_NAMES, MOST_EXPORTED, OUTCOME_NAMES, PAGE_SIZE, refuse } from './contract.ts';
import {
  countEntries,
  type EntryFilter,
  everyEntry,
  findEntry,
  pageOfEntries,
  type SealedRow,
  sealOf,
} from './entry.store.ts';

/** 名单: hashes of the frozen lists on which a person stood, by the module that keeps them. */
export type ListsOf = (ctx: Ctx, personNo: number) => Promise<readonly string[]>;

/** 一页审计. Refuses days in the wrong order. */
export async function readEntries(ctx: Ctx, listsOf: ListsOf, wish: EntryFilter & { page: number }) {
  const { page, ...asked } = wish;
  const filter = await withLists(ctx, listsOf, asked);
  const rows = await pageOfEntries(ctx.db, filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  const total = await countEntries(ctx.db, filter);
  const names = filter.person === undefined ? undefined : await maskedNamesOf(ctx.db, [filter.person]);
  const personName = names?.get(filter.person ?? 0) ?? null;
  return { entries: await withActors(ctx.db, rows), total, page, pageSize: PAGE_SIZE, personName };
}

/** The filter with the lists of its person. */
export async function withLists<F extends EntryFilter>(ctx: Ctx, listsOf: ListsOf, filter: F): Promise<F> {
  if (filter.from && filter.to && filter.to < filter.from) refuse('audit.days');
  return filter.person === undefined ? filter : { ...filter, lists: await listsOf(ctx, filter.person) };
}

/** 审计详情, with the persons it names. */
export async function readEntry({ db }: Ctx, entryNo: string) {
  const row = (await findEntry(db, entryNo)) ?? refuse('audit.no-entry');
  const [shown] = await withActors(db, [row]);
  const names = await maskedNamesOf(db, row.persons);
  return {
    ...(shown ?? refuse('audit.no-entry')),
    entryId: row.entryId,
    requestId: row.requestId,
    keepUntil: row.keepUntil.toISOString(),
    persons: row.persons.map((personNo) => ({ personNo, nameMasked: names.get(personNo) ?? '' })),
  };
}

async function withActors(db: AnyDb, rows: readonly SealedRow[]): Promise<EntryShown[]> {
  const actors = await actorWords(db, rows);
  return rows.map((row, at) => ({
    entryNo: row.auditNo,
    at: row.at.toISOString(),
    accountName: row.accountName,
    actor: actors[at] ?? '',
    ...{ postNo: row.postNo, address: row.address, action: row.action, title: row.title, purpose: row.purpose },
    ...{ subject: row.subject, outcome: row.outcome, kind: row.kind, count: row.count, listHash: row.listHash },
    seal: sealOf(row),
  }));
}

const HEADINGS = [
  ...[
    '审计序号',
    '时间（世界时）',
    '账号',
    '谁、什么岗位',
    '来源地址',
    '做了什么',
    '动作',
    '事由',
    '对象',
    '结果',
    '种类',
    '件数',
  ],
  ...['名单或文件校验值', '封存块', '签名头'],
];
const EXPORT_BATCH = 1_000;

/** 导出审计: all that the filter lets through. Refuses more than a million rows. */
export async function* exportEntries(ctx: Ctx, listsOf: ListsOf, asked: EntryFilter): AsyncGenerator<string> {
  const filter = await withLists(ctx, listsOf, asked);
  if ((await countEntries(ctx.db, filter, MOST_EXPORTED + 1)) > MOST_EXPORTED) refuse('audit.too-many');
  yield UTF8_MARK + csvLine(HEADINGS);
  for await (const rows of everyEntry(ctx.db, filter, EXPORT_BATCH)) {
    yield (await withActors(ctx.db, rows)).map(lineOf).join('');
  }
}

function lineOf(entry: EntryShown): string {
  const { seal } = entry;
  return csvLine([
    ...[entry.entryNo, entry.at, entry.accountName, entry.actor, entry.address ?? '', entry.title, entry.action],
    ...[entry.purpose ?? '', entry.subject ?? '', OUTCOME_NAMES[entry.outcome], KIND_NAMES[entry.kind]],
    ...[entry.count === null ? '' : String(entry.count), entry.listHash ?? ''],
    ...[seal.state === 'unsealed' ? '尚未封存' : String(seal.block), seal.state === 'signed' ? String(seal.head) : ''],
  ]);
}
