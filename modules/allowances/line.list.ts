import { sql } from 'kysely';
import { maskedNamesOf } from '#modules/people/index.ts';
import { childrenOf, findDivision, placeNow } from '#modules/places/index.ts';
import { maskBirth } from '#platform/classification/masks.ts';
import { asBulk } from '#platform/db/bulk.ts';
import { type AnyDb, own } from '#platform/db/own.ts';
import { csvLine, UTF8_MARK } from '#platform/http/csv.ts';
import { yuanFromFen } from '#platform/money/money.ts';
import type { MonthNo } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { CAUSES, type CauseCode } from './cause.ts';
import { type FilterKind, LINE_KINDS, LIST_KIND_NAMES, type Line, type SORTS } from './contract.ts';

export type LineFilter = {
  benefit: string;
  payMonth: MonthNo;
  county?: string | undefined;
  /** Only these, where no county is wished. */
  counties?: readonly string[] | undefined;
  kind?: FilterKind | undefined;
  town?: string | undefined;
  /** Only the lines for which this village is responsible. */
  village?: string | undefined;
  fromAge?: number | undefined;
};
export type LineOrder = { sort: (typeof SORTS)[number]; direction: 'up' | 'down'; page: number };

export const PAGE_SIZE = 50;
const BIRTHDAY_CAUSES: ReadonlySet<string> = new Set<CauseCode>(['reached-age', 'band']);
const EXPORT_BATCH = 2_000;
const SORT_COLUMNS = {
  person: 'person_no',
  town: 'town',
  band: 'band_from_age',
  due: 'due_fen',
  pay: 'pay_fen',
} as const;

/** The lines of a month and a place. */
function placed(db: AnyDb, { benefit, payMonth, county, counties, town, village }: LineFilter) {
  let query = own('allowances')(db)
    .selectFrom('allowances.list_line')
    .where('pay_month', '=', payMonth)
    .where('benefit', '=', benefit);
  if (county) query = query.where('county', '=', county);
  else if (counties) query = query.where('county', '=', sql<string>`any(${counties}::text[])`);
  if (town) query = query.where('town', '=', town);
  if (village) query = query.where('place', '=', placeNow(village));
  return query;
}

function filtered(db: AnyDb, { kind, fromAge, ...where }: LineFilter) {
  let query = placed(db, where);
  if (fromAge !== undefined) query = query.where('band_from_age', '=', fromAge);
  if (kind === 'backPay') query = query.where('back_pay_fen', '>', 0);
  else if (kind === 'recovery') query = query.where('recovery_fen', '<', 0);
  else if (kind === 'due') query = query.where('due_fen', '>', 0);
  else if (kind) query = query.where('kind', '=', kind);
  return query;
}

/** 清册一页: the filtered lines in the wished order, what they add up to, and the choices for the filters. */
export async function readLines(ctx: Ctx, filter: LineFilter, { sort, direction, page }: LineOrder) {
  const { db } = ctx;
  const order = direction === 'up' ? 'asc' : 'desc';
  const rows = await filtered(db, filter)
    .selectAll()
    .$castTo<ListRow>()
    .orderBy(SORT_COLUMNS[sort], order)
    .orderBy('person_no', order)
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .execute();
  const sum = await filtered(db, filter)
    .select(({ fn }) => [
      fn.countAll<number>().as('persons'),
      fn.sum<number | null>(amountColumn(filter.kind)).as('fen'),
    ])
    .executeTakeFirstOrThrow();
  return {
    lines: await withNames(ctx, rows),
    total: { persons: Number(sum.persons), amountFen: Number(sum.fen ?? 0) },
    page,
    pageSize: PAGE_SIZE,
    towns: filter.county ? childrenOf(filter.county).map(({ code, name }) => ({ code, name })) : [],
    fromAges: await bandAges(db, filter),
  };
}

/** 名单上的人, by the county whose list it is, each in order of number. */
export async function membersOf(db: AnyDb, filter: LineFilter): Promise<{ county: string; personNos: number[] }[]> {
  const rows = await filtered(db, filter)
    .select([
      sql<string>`coalesce(county, '')`.as('county'),
      sql<number[]>`array_agg(distinct person_no order by person_no)`.as('personNos'),
    ])
    .groupBy('county')
    .orderBy('county')
    .execute();
  return rows;
}

/** What a list of one kind adds up to: the figure that the county page shows beside it. */
function amountColumn(kind: FilterKind | undefined) {
  if (kind === 'backPay') return 'back_pay_fen' as const;
  if (kind === 'recovery') return 'recovery_fen' as const;
  return kind === 'stopped' ? ('before_fen' as const) : ('due_fen' as const);
}

async function bandAges(db: AnyDb, where: LineFilter): Promise<number[]> {
  const query = placed(db, where)
    .select('band_from_age')
    .distinct()
    .where('band_from_age', 'is not', null)
    .orderBy('band_from_age');
  return (await query.execute()).flatMap((row) => (row.band_from_age === null ? [] : [row.band_from_age]));
}

/** A row of the list; PostgreSQL cannot promise of a view what the tables below it promise. */
type ListRow = {
  person_no: number;
  county: string;
  town: string;
  kind: string;
  band_from_age: number | null;
  due_fen: number;
  before_fen: number;
  back_pay_fen: number;
  recovery_fen: number;
  pay_fen: number;
  cause: string;
  cause_day: string | null;
};

/** Who has moved away since is nobody's to see but by the line, which the database has just shown. */
async function withNames(ctx: Ctx, rows: readonly ListRow[]): Promise<Line[]> {
  const numbers = rows.map((row) => row.person_no);
  const names = await asBulk(ctx, 'allowances.name-lines', '所列清册行', () => maskedNamesOf(ctx.db, numbers));
  return rows.map((row) => ({
    personNo: row.person_no,
    nameMasked: names.get(row.person_no) ?? '',
    townName: findDivision(row.town)?.name ?? row.town,
    kind: LINE_KINDS.find((kind) => kind === row.kind) ?? 'none',
    bandFromAge: row.band_from_age,
    dueFen: row.due_fen,
    beforeFen: row.before_fen,
    backPayFen: row.back_pay_fen,
    recoveryFen: row.recovery_fen,
    payFen: row.pay_fen,
    cause: CAUSES[row.cause as CauseCode] ?? row.cause,
    // A birthday is part of the date of birth: lists show its month.
    causeDay: BIRTHDAY_CAUSES.has(row.cause) && row.cause_day ? maskBirth(row.cause_day) : row.cause_day,
  }));
}

const HEADINGS = [
  '人员序号',
  '姓名',
  '县（市、区）',
  '乡镇街道',
  '类别',
  '年龄档',
  '本月应发（元）',
  '上月已发（元）',
  '补发（元）',
  '追缴（元）',
  '本次发放（元）',
  '原因',
  '事实日期',
];
/** 导出清册: the filtered list as CSV in order of person; a cursor of the caller's transaction keeps memory flat at any size. */
export async function* exportLines(ctx: Ctx, filter: LineFilter): AsyncGenerator<string> {
  const { db } = ctx;
  yield UTF8_MARK + csvLine(HEADINGS);
  const query = filtered(db, filter).selectAll().orderBy('person_no').orderBy('county');
  await sql`declare exported_list no scroll cursor for ${query}`.execute(db);
  for (;;) {
    const { rows } = await sql<ListRow>`fetch ${sql.lit(EXPORT_BATCH)} from exported_list`.execute(db);
    if (rows.length === 0) break;
    const counties = rows.map(({ county }) => findDivision(county)?.name ?? county);
    yield (await withNames(ctx, rows)).map((line, index) => exportLine(line, counties[index] ?? '')).join('');
  }
  await sql`close exported_list`.execute(db);
}

function exportLine(line: Line, county: string): string {
  return csvLine([
    String(line.personNo),
    line.nameMasked,
    county,
    line.townName,
    line.kind === 'none' ? '' : LIST_KIND_NAMES[line.kind],
    line.bandFromAge === null ? '' : String(line.bandFromAge),
    yuan(line.dueFen),
    yuan(line.beforeFen),
    yuan(line.backPayFen),
    yuan(line.recoveryFen),
    yuan(line.payFen),
    line.cause,
    line.causeDay ?? '',
  ]);
}

function yuan(fen: number): string {
  return yuanFromFen(fen).replaceAll(',', '');
}
