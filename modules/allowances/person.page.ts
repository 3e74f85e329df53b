import type pg from 'pg';
import { ageOn } from '#modules/people/contract.ts';
import { factsOf, getPerson, type KnownFact, maskedNamesOf } from '#modules/people/index.ts';
import { divisionPath, findDivision } from '#modules/places/index.ts';
import { decidePerson, type GoverningBook } from '#modules/policy/index.ts';
import { maskBirth } from '#platform/classification/masks.ts';
import { asBulk } from '#platform/db/bulk.ts';
import { yuanFromFen } from '#platform/money/money.ts';
import { businessDay, formatMonth, type MonthNo, monthNo } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { month } from './figures.ts';
import { EVERY_ORDER, readOrderBook } from './order-book.store.ts';
import { orderedMonths, spansOf } from './order-book.ts';

export type PersonWish = { personNo: number; benefit: string; month: MonthNo | undefined };

const MONTHS_BEFORE = 12;
const MONTHS_AFTER = 11;
const SEX_NAMES: Record<number, '男' | '女' | '未说明' | '未知'> = { 0: '未知', 1: '男', 2: '女', 9: '未说明' };

/** 人员页: masked identity, every fact with source and time, and two years of months around the one asked for (between 2000 and 2199). */
export async function readPersonPage(ctx: Ctx, client: pg.ClientBase, book: GoverningBook, wish: PersonWish) {
  const { personNo, benefit } = wish;
  const { now } = ctx;
  const { person, nameMasked, facts } = await readIdentity(ctx, personNo);
  const orderBook = await readOrderBook(client, benefit, EVERY_ORDER, Int32Array.of(personNo));
  const orders = orderedMonths(orderBook, spansOf(orderBook, personNo));
  const focus = wish.month ?? monthNo(businessDay(now).slice(0, 7));
  const months = Array.from(
    { length: MONTHS_BEFORE + MONTHS_AFTER + 1 },
    (_, index) => focus - MONTHS_BEFORE + index,
  ).filter((one) => month.safeParse(formatMonth(one)).success);
  const decided = await decidePerson(client, book, personNo, months);
  const born = facts.findLast((fact) => fact.kind === 'birth' && fact.retractedAt === null)?.fromDay ?? person.born;
  const hukou = facts.findLast((fact) => fact.kind === 'hukou' && fact.retractedAt === null);
  return {
    personNo,
    nameMasked,
    sex: SEX_NAMES[person.sex] ?? '未知',
    bornMasked: maskBirth(born),
    ageYears: ageOn(born, businessDay(now)),
    divisionNames: hukou?.division ? namesOf(hukou.division) : [],
    facts: facts.map((fact) => factLine(fact, born)),
    strip: decided.map((decision) => ({
      month: formatMonth(decision.month),
      dueFen: decision.amountFen,
      heldFen: decision.heldFen,
      orderedFen: orders.get(decision.month)?.fen ?? 0,
      summary: summaryOf(decision.amountFen, decision.reasons.find((reason) => !reason.ok)?.sentence),
    })),
  };
}

/** Of who is registered or lives here; of others, whom a line of one's own names, by the same job as the rest of the page. */
async function readIdentity(ctx: Ctx, personNo: number) {
  const { db } = ctx;
  const read = async () => ({
    person: await getPerson(db, personNo),
    nameMasked: (await maskedNamesOf(db, [personNo])).get(personNo) ?? '',
    facts: await factsOf(db, personNo),
  });
  const isHere = (await maskedNamesOf(db, [personNo])).has(personNo);
  return isHere ? read() : asBulk(ctx, 'allowances.explain', `人员 ${personNo}`, read);
}

function summaryOf(dueFen: number, whyNot: string | undefined): string {
  return dueFen > 0 ? `应发${yuanFromFen(dueFen)}元` : (whyNot ?? '没有应发');
}

function namesOf(division: string): string[] {
  return findDivision(division) ? divisionPath(division).map((each) => each.name) : [division];
}

const KIND_TITLES: Record<KnownFact['kind'], string> = {
  birth: '出生日期更正',
  hukou: '户籍',
  residence: '居住地',
  death: '死亡',
  pension: '养老金种类',
  hardship: '困难类别',
  status: '身份',
  ability: '失能等级',
  'other-benefit': '其他部门已发',
};
const VALUE_NAMES: Record<string, string> = {
  urban: '城镇',
  rural: '农村',
  unknown: '城乡未说明',
  none: '无',
  resident: '城乡居民养老金',
  employee: '企业职工养老金',
  'civil-servant': '机关事业单位养老金',
  dibao: '低保',
  dibian: '低保边缘',
  tekun: '特困',
  'low-income': '低收入',
  'retired-cadre': '离退休干部',
  'army-retired': '部队离退休人员',
};

/** A day of birth is masked wherever it stands: many a hukou begins with it. */
function factLine(fact: KnownFact, born: string) {
  const place = fact.division ? namesOf(fact.division).slice(1).join(' ') : '';
  const value = fact.kind === 'ability' ? `${fact.value}级` : fact.value ? (VALUE_NAMES[fact.value] ?? fact.value) : '';
  const isBirth = fact.kind === 'birth' || fact.fromDay === born;
  const fromDay = isBirth ? maskBirth(fact.fromDay) : fact.fromDay;
  return {
    title: KIND_TITLES[fact.kind],
    text: [place, value, fact.kind === 'birth' ? fromDay : ''].filter(Boolean).join('，') || '—',
    fromDay,
    toDay: fact.toDay,
    source: fact.source,
    recordedAt: fact.recordedAt,
    retracted: fact.retractedAt !== null,
  };
}
