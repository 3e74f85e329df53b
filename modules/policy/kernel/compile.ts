import { divisionPath, findDivision, placeIsWithin } from '#modules/places/index.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { numberOfDivision } from '../input/codes.ts';
import type { Rulebook, RuleFile, RuleVersion } from '../rule.ts';
import { isFirstOfMonth, monthAt } from './calendar.ts';
import { compileCondition } from './compile-condition.ts';
import type {
  AreaSpan,
  CompiledBand,
  CompiledBook,
  CompiledCondition,
  CompiledReach,
  CompiledVersion,
} from './compiled-rule.ts';
import { LAYERS } from './compiled-rule.ts';
import { counties } from './county.ts';

const NO_END = 1_000_000;

type Term = { from: MonthNo; to: MonthNo; start: MonthNo; version: CompiledVersion };
type CompiledFile = { file: RuleFile; terms: Term[]; drafts: { from: MonthNo; to: MonthNo }[] };

/**
 * 规则编译: turns the rulebook into tables for the months [from, through] and the given county-rank areas of a province.
 * Reads nothing else and shares no code with the single-person decision.
 */
export function compileRules(rulebook: Rulebook, provinceCode: string, from: MonthNo, through: MonthNo): CompiledBook {
  const versions: CompiledVersion[] = [];
  const byArea = new Map<string, CompiledFile[]>();
  for (const file of rulebook.files) {
    const compiled = compileFile(file, versions);
    for (const area of new Set(file.areas)) byArea.set(area, [...(byArea.get(area) ?? []), compiled]);
  }
  const province = findDivision(provinceCode);
  const areas = new Map<number, AreaSpan[]>();
  for (const division of counties()) {
    if (!province || !placeIsWithin(division, province)) continue;
    const inReach = divisionPath(division.code).flatMap((each) => byArea.get(each.code) ?? []);
    areas.set(numberOfDivision(division.code), spansOf(inReach, from, through));
  }
  return { from, through, versions, areas, ...indexed(areas) };
}

function compileFile(file: RuleFile, all: CompiledVersion[]): CompiledFile {
  const terms = file.versions.map((version) => {
    const compiled = compileVersion(file, version, all.length);
    all.push(compiled);
    const month = monthAt(version.from);
    const lags = !isFirstOfMonth(version.from) && version.parameters.midMonthStart === 'next-month';
    const start = lags ? month + 1 : month;
    return { from: start, start, to: version.to === null ? NO_END : monthAt(version.to - 1) + 1, version: compiled };
  });
  const drafts = file.draftSpans.map((span) => ({
    from: monthAt(span.from),
    to: span.to === null ? NO_END : monthAt(span.to - 1) + 1,
  }));
  return { file, terms, drafts };
}

const SIX_DIGITS = 1_000_000;

function indexed(areas: ReadonlyMap<number, AreaSpan[]>): Pick<CompiledBook, 'lowestArea' | 'spanIndex' | 'spans'> {
  const codes = [...areas.keys()].filter((area) => area < SIX_DIGITS);
  const lowestArea = Math.min(...codes);
  const spanIndex = new Int16Array(Math.max(0, Math.max(...codes) - lowestArea + 1));
  const spans: AreaSpan[][] = [];
  for (const area of codes) spanIndex[area - lowestArea] = spans.push(areas.get(area)!);
  return { lowestArea, spanIndex, spans };
}

/** Cuts the window where any rule of the area begins or ends. */
function spansOf(inReach: readonly CompiledFile[], from: MonthNo, through: MonthNo): AreaSpan[] {
  const cuts = new Set<MonthNo>([from]);
  for (const { terms, drafts } of inReach) {
    for (const { from: start, to } of [...terms, ...drafts])
      for (const cut of [start, to]) if (cut > from && cut <= through) cuts.add(cut);
  }
  const months = [...cuts].sort((a, b) => a - b);
  return months.map((start, index) => spanAt(inReach, start, months[index + 1] ?? through + 1));
}

function spanAt(files: readonly CompiledFile[], from: MonthNo, to: MonthNo): AreaSpan {
  const bases = files.filter(({ file }) => file.layer === 'base').reverse();
  const base = bases.map((file) => standing(file, from)).find((each) => each !== undefined);
  const extras = files.filter(({ file }) => file.layer !== 'base').map((file) => standing(file, from));
  const hasDraftBase = base === 'draft';
  const versions = [base, ...extras].filter((each): each is CompiledVersion => each !== undefined && each !== 'draft');
  return {
    from,
    to,
    base: base === undefined || base === 'draft' ? null : base,
    oldDivisionPaysMove: base !== undefined && base !== 'draft' && base.oldDivisionPaysMove,
    versions: hasDraftBase ? [] : versions,
    addsOnly: versions.every((version) => version.stacking.type === 'adds'),
  };
}

function standing({ terms, drafts }: CompiledFile, month: MonthNo): CompiledVersion | 'draft' | undefined {
  let best: Term | undefined;
  for (const term of terms) {
    if (term.from <= month && month < term.to && (!best || term.start >= best.start)) best = term;
  }
  if (best) return best.version;
  return drafts.some((draft) => draft.from <= month && month < draft.to) ? 'draft' : undefined;
}

function compileVersion(file: RuleFile, version: RuleVersion, index: number): CompiledVersion {
  const { parameters } = version;
  const changeLag = parameters.bandChange === 'month-after-birth' ? 1 : 0;
  const firstLag = parameters.firstMonth === 'month-after-birth' ? 1 : 0;
  const lowest = Math.min(...parameters.bands.map((band) => band.fromAge));
  const bands = parameters.bands.map((band) => ({
    fromAge: band.fromAge,
    toAge: band.toAge ?? NO_END,
    entryLag: band.fromAge === lowest ? firstLag : changeLag,
    leaveLag: changeLag,
    monthlyFen: band.monthlyFen ?? 0,
    yearlyFen: band.yearly?.fen ?? 0,
    payInMonth: band.yearly?.payInMonth ?? 0,
    proRated: band.yearly?.proRated ?? false,
    addOn: band.addOn,
    conditions: band.conditions.map((condition) => compileCondition(condition, file)),
  }));
  const plain = bands.filter((band) => band.monthlyFen > 0 && !band.addOn);
  const bandsAreDisjoint = plain.every((a) =>
    plain.every((b) => a === b || a.toAge < b.fromAge || b.toAge < a.fromAge),
  );
  const conditions = parameters.conditions.map((condition) => compileCondition(condition, file));
  const { stacking } = parameters;
  return {
    index,
    file,
    version,
    layer: LAYERS.indexOf(file.layer),
    bands,
    bandsAreDisjoint,
    ageTable: bandsAreDisjoint && plain.every((band) => band.conditions.length === 0) ? ageTable(bands) : null,
    youngestMonths: Math.min(...bands.map((band) => band.fromAge * 12 + band.entryLag)),
    hasExtras: bands.some((band) => band.addOn || band.yearlyFen > 0),
    conditions,
    wholeMonthConditions: conditions.filter((condition) => !isSureInside(condition)).map(inside),
    monthsAfterDeath: parameters.lastMonth === 'month-after-death' ? 1 : 0,
    leapToMarch: parameters.leapDay === 'march-1',
    oldDivisionPaysMove: parameters.moveMonth === 'old-division',
    reach: compileReach(version),
    stacking: {
      type: stacking.type,
      group: stacking.type === 'higher-of' ? stacking.group : '',
      files: stacking.type === 'replaces' ? stacking.files : [],
    },
  };
}

/** Hukou without a length of stay: a version governs only areas that it reaches, so whole months there always satisfy it. */
function isSureInside(condition: CompiledCondition): boolean {
  return condition.test === 'stay' && condition.of === 'hukou' && condition.years === 0;
}

/** Such an area need not be looked up again for a length of stay either. */
function inside(condition: CompiledCondition): CompiledCondition {
  return condition.test === 'stay' && condition.of === 'hukou' ? { ...condition, areas: null } : condition;
}

const OLDEST_MONTHS = 140 * 12;

function ageTable(bands: readonly CompiledBand[]): { band: Int8Array; until: Int16Array } {
  const band = new Int8Array(OLDEST_MONTHS).fill(-1);
  bands.forEach(({ fromAge, toAge, entryLag, leaveLag, monthlyFen, addOn }, index) => {
    if (addOn || monthlyFen === 0) return;
    band.fill(index, fromAge * 12 + entryLag, Math.min(OLDEST_MONTHS, (toAge + 1) * 12 + leaveLag));
  });
  const until = new Int16Array(OLDEST_MONTHS).fill(OLDEST_MONTHS);
  for (let age = OLDEST_MONTHS - 2; age >= 0; age -= 1)
    until[age] = band[age] === band[age + 1] ? until[age + 1]! : age + 1;
  return { band, until };
}

function compileReach({ parameters }: RuleVersion): CompiledReach {
  const { firstMonth, application, backPay, suspension } = parameters;
  const byApplication = firstMonth === 'application-month' || firstMonth === 'month-after-application';
  const byConfirmation = firstMonth === 'confirmation-month';
  const applies =
    byApplication || (!byConfirmation && (application.way === 'apply' || application.way === 'sms-consent'));
  const confirms = byConfirmation || (!byApplication && application.way === 'confirm');
  return {
    event: applies ? 'applied_day' : confirms ? 'confirmed_day' : 'known_day',
    lag: firstMonth === 'month-after-application' ? 1 : 0,
    needed: applies || confirms,
    backPay: backPay.type,
    months: backPay.type === 'max-months' ? backPay.months : 0,
    windowFrom: backPay.type === 'window' ? backPay.policyStart - backPay.monthsBeforePolicyStart : 0,
    paysLifted: suspension.backPayWhenLifted === 'all',
  };
}
