import { LARGEST_NO } from '#platform/contract/row-number.ts';
import { csvLine, UTF8_MARK } from '#platform/http/csv.ts';
import { businessDay, dayNo, formatDay, startOfDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { maskedNamesOf } from '../masked-names.ts';
import { maskPersonName } from '../person-name.ts';
import { deadAmong, factsOfMandate, type MandateRow, mandates } from './mandate.store.ts';
import { MANDATE_SCOPE_NAMES, MANDATE_WAYS, type MandateWay, RELATION_NAMES, WAY_TABLE } from './mandate.ts';
import type { MandateShown } from './mandate-contract.ts';
import { STANDING_NAMES, type Standing, standingOf } from './standing.ts';

const PAGE_SIZE = 50;
const BATCH = 500;

export type MandateFilter = { standing?: Standing | undefined; way?: MandateWay | undefined };

/** 委托一页: of people who are registered or live where the caller works, the latest change first. */
export async function readMandates(ctx: Ctx, filter: MandateFilter, page: number) {
  const query = filtered(ctx, filter);
  const rows = await query
    .orderBy('touched_at', 'desc')
    .orderBy('mandate_no', 'desc')
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .execute();
  const { total } = await query
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { mandates: await showMandates(ctx, rows), total: Number(total), page, pageSize: PAGE_SIZE };
}

export async function showMandates(ctx: Pick<Ctx, 'db' | 'now'>, rows: readonly MandateRow[]): Promise<MandateShown[]> {
  const personNos = [...new Set(rows.map(({ person_no }) => person_no))];
  const today = businessDay(ctx.now);
  const names = await maskedNamesOf(ctx.db, personNos);
  const dead = await deadAmong(ctx.db, personNos, today);
  return rows.map((row) => ({
    mandateNo: row.mandate_no,
    personNo: row.person_no,
    personNameMasked: names.get(row.person_no) ?? '',
    holderNameMasked: maskPersonName(row.holder_name),
    relation: row.relation,
    way: row.way,
    standing: standingOf(factsOfMandate(row), today, dead.has(row.person_no)),
    scopes: row.scopes,
    fromDay: row.from_day,
    untilDay: row.until_day,
    madeAt: row.made_at.toISOString(),
  }));
}

const HEADINGS = ['序号', '老人', '受托人', '关系', '办理方式', '现状', '委托事项', '起日', '止日', '登记时间'];

/** 导出委托: the same rows, masked, as CSV; memory stays flat. */
export async function* exportMandates(ctx: Ctx, filter: MandateFilter): AsyncGenerator<string> {
  yield UTF8_MARK + csvLine(HEADINGS);
  for (let below = LARGEST_NO; ; ) {
    const rows = await filtered(ctx, filter)
      .where('mandate_no', '<', below)
      .orderBy('mandate_no', 'desc')
      .limit(BATCH)
      .execute();
    for (const shown of await showMandates(ctx, rows)) yield csvLine(cellsOf(shown));
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    below = last.mandate_no;
  }
}

/** Whose mandates an export of these takes out. */
export async function personsOfMandates(ctx: Ctx, filter: MandateFilter): Promise<number[]> {
  const rows = await filtered(ctx, filter).clearSelect().select('person_no').distinct().execute();
  return rows.map(({ person_no }) => person_no);
}

function cellsOf(shown: MandateShown): string[] {
  return [
    ...[String(shown.mandateNo), shown.personNameMasked, shown.holderNameMasked, RELATION_NAMES[shown.relation]],
    ...[WAY_TABLE[shown.way].name, STANDING_NAMES[shown.standing]],
    ...[shown.scopes.map((scope) => MANDATE_SCOPE_NAMES[scope]).join('、'), shown.fromDay, shown.untilDay],
    shown.madeAt,
  ];
}

/** Whose mandates are seen is the policies' matter. What time and death made of one is asked in the words of standing.ts. */
function filtered({ db, now }: Ctx, { standing, way }: MandateFilter) {
  const today = businessDay(now);
  let query = mandates(db);
  if (way) query = query.where('way', '=', way);
  if (!standing) return query;
  const open = query.where('until_day', '>', today);
  const isOpen = ['offered', 'to-confirm', 'active'] as const;
  if (standing === 'ended-by-death') return died(query.where('status', 'in', isOpen), today, true);
  if (standing === 'over')
    return died(query.where('status', 'in', isOpen).where('until_day', '<=', today), today, false);
  if (standing === 'lapsed')
    return died(waitedTooLong(open.where('status', '=', 'to-confirm'), today, true), today, false);
  if (!isOpen.some((status) => status === standing)) return query.where('status', '=', standing);
  const standingOnes = open.where('status', '=', standing);
  return died(standing === 'to-confirm' ? waitedTooLong(standingOnes, today, false) : standingOnes, today, false);
}

/** Of those that wait for a second worker: whether the last day on which he may confirm (lastDayToConfirm) is over. */
function waitedTooLong(query: ReturnType<typeof mandates>, today: string, isOver: boolean) {
  return query.where(({ and, eb, not, or }) => {
    const over = or(
      MANDATE_WAYS.flatMap((way) => {
        const { daysToConfirm } = WAY_TABLE[way];
        if (daysToConfirm === null) return [];
        const earliest = startOfDay(formatDay(dayNo(today) - daysToConfirm));
        return [and([eb('way', '=', way), eb('made_at', '<', earliest)])];
      }),
    );
    return isOver ? over : not(over);
  });
}

function died(query: ReturnType<typeof mandates>, today: string, isDead: boolean) {
  return query.where(({ exists, not, selectFrom }) => {
    const death = exists(
      selectFrom('people.fact as death')
        .select('death.person_no')
        .whereRef('death.person_no', '=', 'people.mandate.person_no')
        .where('death.kind', '=', 'death')
        .where('death.retracted_at', 'is', null)
        .where('death.from_day', '<=', today),
    );
    return isDead ? death : not(death);
  });
}
