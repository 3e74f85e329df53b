import type { DayNo, MonthNo } from '#platform/month/month.ts';
import { spanOf } from './decide/band.ts';
import { holds } from './decide/condition.ts';
import type { GoverningBook, Standing } from './decide/governing-book.ts';
import { HUKOU_KINDS, INCOMES, PENSIONS } from './input/codes.ts';
import type { InputRow } from './input/input-row.ts';
import type { Band, Condition, RuleFile, RuleVersion } from './rule.ts';

type StandingVersion = Extract<Standing, { type: 'version' }>;

/** A band that would count if the person were what nobody asked: which conditions, and the person so supposed. */
export type Supposition = { file: RuleFile; version: RuleVersion; band: Band; conditions: Condition[]; row: InputRow };

export function standingVersions(book: GoverningBook, area: string, month: MonthNo): StandingVersion[] {
  const base = area === '' ? undefined : book.baseOf(area, month);
  if (!base || base.type === 'draft') return [];
  return [base, ...book.extrasOf(area, month)].filter((standing) => standing.type === 'version');
}

/**
 * 只知出生和户籍的人: registered there since birth, applied today, nothing else known. What a rule asks for is never
 * taken as met: pension, income and hukou kind are ones that no standing rule names.
 */
export function bareRow(bornDay: DayNo, area: string, today: DayNo, standings: readonly StandingVersion[]): InputRow {
  const named = new Set<string>(
    standings.flatMap(({ file }) =>
      file.versions.flatMap(({ parameters }) =>
        [...parameters.conditions, ...parameters.bands.flatMap(({ conditions }) => conditions)].flatMap((condition) =>
          'in' in condition ? condition.in.map((value) => `${subjectOf(condition)}:${value}`) : [],
        ),
      ),
    ),
  );
  const unnamed = <T extends string>(subject: string, list: readonly T[], fallback: T) =>
    list.find((value) => !named.has(`${subject}:${value}`)) ?? fallback;
  return {
    personNo: 0,
    unit: area,
    bornDay,
    deathDay: null,
    fromDay: bornDay,
    toDay: null,
    knownDay: bornDay,
    area,
    town: area,
    village: 0,
    hukouKind: unnamed('hukou-kind', HUKOU_KINDS, 'unknown'),
    hukouCountySince: bornDay,
    hukouCitySince: bornDay,
    hukouProvinceSince: bornDay,
    residenceArea: null,
    residenceSince: null,
    income: unnamed('income', INCOMES, 'none'),
    pension: unnamed('pension', PENSIONS, 'none'),
    status: 'none',
    abilityGrade: null,
    otherMonthlyFen: 0,
    appliedDay: today,
    confirmedDay: today,
    suspension: 0,
  };
}

function subjectOf({ type }: Condition): string {
  return type === 'pension-not' ? 'pension' : type;
}

/** Conditions that the answer takes as met without having asked; each is said. */
export function isTakenAsMet(condition: Condition): boolean {
  if (condition.type === 'hukou-in-division') return condition.years > 0;
  return ['residence-in-division', 'hukou-before', 'pension-not', 'status-not'].includes(condition.type);
}

/** 如果您……: the bands of the right age that fail only on what nobody asked. */
export function suppositions(row: InputRow, standings: readonly StandingVersion[], month: MonthNo): Supposition[] {
  return standings.flatMap(({ file, version }) =>
    version.parameters.bands.flatMap((band) => {
      const span = spanOf([row], version, band);
      if (!span || month < span.from || month >= span.to) return [];
      const all = [...version.parameters.conditions, ...band.conditions];
      const conditions = all.filter((condition) => !holds(condition, [row], month, file));
      const supposed = conditions.reduce(suppose, row);
      const fits = conditions.length > 0 && all.every((condition) => holds(condition, [supposed], month, file));
      return fits ? [{ file, version, band, conditions, row: supposed }] : [];
    }),
  );
}

function suppose(row: InputRow, condition: Condition): InputRow {
  switch (condition.type) {
    case 'hukou-kind':
      return { ...row, hukouKind: condition.in[0] ?? row.hukouKind };
    case 'income':
      return { ...row, income: condition.in[0] ?? row.income };
    case 'pension':
      return { ...row, pension: condition.in[0] ?? row.pension };
    case 'ability-at-least':
      return { ...row, abilityGrade: condition.grade };
    default:
      return row;
  }
}
