import { actorWords } from '#modules/identity/index.ts';
import { maskedNamesOf } from '#modules/people/index.ts';
import { csvLine, UTF8_MARK } from '#platform/http/csv.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { PAGE_SIZE } from './contract.ts';
import { type ListsOf, withLists } from './entry.list.ts';
import { everySeenBy, listsSeenBy, type SeenRow, seenBy, seersOf } from './seen.store.ts';

type Days = { from?: string | undefined; to?: string | undefined };

const LISTS_SHOWN = 200;
const EXPORT_BATCH = 1_000;

/** C-37 谁看过这个人, by name or on a frozen list. */
export async function readWhoSaw(ctx: Ctx, listsOf: ListsOf, wish: Days & { person: number }) {
  const start = performance.now();
  const filter = await withLists(ctx, listsOf, wish);
  const rows = await seersOf(ctx.db, filter);
  const actors = await actorWords(ctx.db, rows);
  const names = await maskedNamesOf(ctx.db, [wish.person]);
  return {
    nameMasked: names.get(wish.person) ?? null,
    seers: rows.map(({ accountName, onLists, ...span }, at) => ({
      ...{ accountName, actor: actors[at] ?? '', onLists },
      ...spanOf(span),
    })),
    ms: Math.round(performance.now() - start),
  };
}

/** C-37 这个账号看过谁: who was looked at last first. */
export async function readWhomSaw(ctx: Ctx, wish: Days & { account: string; page: number }) {
  const start = performance.now();
  const { page, ...filter } = wish;
  await withLists(ctx, async () => [], filter);
  const { rows, total } = await seenBy(ctx.db, filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  const lists = await listsSeenBy(ctx.db, filter, LISTS_SHOWN);
  return {
    persons: await withNames(ctx, rows),
    lists: lists.map(({ auditNo, at, ...list }) => ({ entryNo: auditNo, at: at.toISOString(), ...list })),
    ...{ total, page, pageSize: PAGE_SIZE, ms: Math.round(performance.now() - start) },
  };
}

/** 导出这个账号看过谁: the list of whom to tell after a breach, names masked. */
export async function* exportWhomSaw(ctx: Ctx, filter: Days & { account: string }): AsyncGenerator<string> {
  await withLists(ctx, async () => [], filter);
  yield UTF8_MARK + csvLine(['人员序号', '姓名', '次数', '第一次（世界时）', '最近一次（世界时）']);
  for await (const rows of everySeenBy(ctx.db, filter, EXPORT_BATCH)) {
    const shown = await withNames(ctx, rows);
    yield shown
      .map((one) => csvLine([String(one.personNo), one.nameMasked, String(one.times), one.firstAt, one.lastAt]))
      .join('');
  }
}

async function withNames({ db }: Ctx, rows: readonly SeenRow[]) {
  const names = await maskedNamesOf(
    db,
    rows.map(({ personNo }) => personNo),
  );
  return rows.map(({ personNo, ...span }) => ({ personNo, nameMasked: names.get(personNo) ?? '', ...spanOf(span) }));
}

function spanOf({ times, firstAt, lastAt }: Pick<SeenRow, 'times' | 'firstAt' | 'lastAt'>) {
  return { times, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() };
}
