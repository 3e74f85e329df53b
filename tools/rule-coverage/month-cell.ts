import { type DayNo, firstDayOf, lastDayOf, monthOfDay, monthOfYear } from '#platform/month/month.ts';
import { birthdayAt } from './birthday.ts';
import { type Moment, type MonthCell, payingVersions, type RuleFile, type RuleVersion, stepsOf } from './cell.ts';

const LATE_MONTHS = [1, 11, 12, 13, 24, 25] as const;

/** A band edge lies so many days after the first day of a month that is paid. */
function edgeAt(offset: number): MonthCell['met'] {
  return ({ rows, month, decision }) => {
    const bornDay = rows[0]?.bornDay;
    if (bornDay === undefined) return false;
    const day = firstDayOf(month) + offset;
    return [...payingVersions(decision)].some((version) =>
      version.parameters.bands.some(({ fromAge }) => birthdayAt(bornDay, fromAge) === day),
    );
  };
}

/** 三级规则只改中间一档: paid by a county's base rule equal to the city's and the province's but for the middle band. */
const changesTheMiddle: MonthCell['met'] = ({ law, decision }) =>
  stepsOf(decision, 'amount').some(({ file, version }) => {
    if (file.layer !== 'base' || version.parameters.bands.length !== 3) return false;
    const above = law.files.filter(({ layer, division }) => layer === 'base' && isAbove(division, file.division));
    return above.length === 2 && above.every((each) => differsInTheMiddle(version, versionAt(each, version.from)));
  });

function isAbove(outer: string, inner: string): boolean {
  return outer !== inner && inner.startsWith(outer.replace(/(0000|00)$/, ''));
}

function versionAt(file: RuleFile, day: DayNo): RuleVersion | undefined {
  return file.versions.find(({ from, to }) => from <= day && (to === null || day < to));
}

function differsInTheMiddle(own: RuleVersion, other: RuleVersion | undefined): boolean {
  const [a, b] = [own.parameters.bands, other?.parameters.bands ?? []];
  return b.length === 3 && a.every((band, at) => (band.monthlyFen === b[at]?.monthlyFen) !== (at === 1));
}

const isQuarterly = (version: RuleVersion) => version.parameters.payCycle.every === 'quarter';
const isInsideQuarter = ({ month }: Moment) => monthOfYear(month) % 3 !== 1;
const paysQuarterly = ({ decision }: Moment) => [...payingVersions(decision)].some(isQuarterly);

const crossesBandInQuarter: MonthCell['met'] = (moment) => {
  const before = moment.previous?.parts.find(({ layer }) => layer === 'base');
  const now = moment.decision.parts.find(({ layer }) => layer === 'base');
  return (
    paysQuarterly(moment) &&
    isInsideQuarter(moment) &&
    before !== undefined &&
    now?.file === before.file &&
    now.fromAge > before.fromAge
  );
};

const diesInQuarter: MonthCell['met'] = (moment) => {
  const died = moment.rows[0]?.deathDay ?? null;
  return (
    died !== null && monthOfDay(died) === moment.month && monthOfYear(moment.month) % 3 !== 0 && paysQuarterly(moment)
  );
};

const beginsInQuarter: MonthCell['met'] = (moment) =>
  paysQuarterly(moment) && isInsideQuarter(moment) && moment.previous?.parts.length === 0;

const appliedTooEarly: MonthCell['met'] = ({ rows, decision }) => {
  const [first] = rows;
  if (!first || first.appliedDay === null) return false;
  const { bornDay, appliedDay } = first;
  return [...payingVersions(decision)].some(
    ({ parameters: { bands, firstMonth, application } }) =>
      (firstMonth.includes('application') || application.way === 'apply') &&
      appliedDay < birthdayAt(bornDay, Math.min(...bands.map(({ fromAge }) => fromAge))),
  );
};

/** The areas of the month in order, neighbours alike taken once. */
function areasIn({ rows, month }: Moment): string[] {
  const here = rows.filter(
    ({ fromDay, toDay }) => fromDay <= lastDayOf(month) && (toDay === null || toDay > firstDayOf(month)),
  );
  return here.map(({ area }) => area).filter((area, at, all) => area !== all[at - 1]);
}

const outAndBack: MonthCell['met'] = (moment) => {
  const areas = areasIn(moment);
  return areas.length === 3 && areas[0] === areas[2] && moment.decision.parts.length > 0;
};

const paidOnceInMove: MonthCell['met'] = (moment) => {
  const areas = areasIn(moment);
  const bases = new Set(moment.decision.parts.filter(({ layer }) => layer === 'base').map(({ file }) => file));
  return areas.length === 2 && !areas.includes('') && bases.size === 1;
};

const CHANGING = {
  'hukou-kind': 'hukouKind',
  income: 'income',
  pension: 'pension',
  'pension-not': 'pension',
  'status-not': 'status',
  'ability-at-least': 'abilityGrade',
} as const;

const changesInMonth: MonthCell['met'] = ({ rows, month, decision }) =>
  stepsOf(decision, 'condition').some(({ condition }) => {
    if (!(condition.type in CHANGING)) return false;
    const column = CHANGING[condition.type as keyof typeof CHANGING];
    const here = rows.filter(
      ({ fromDay, toDay }) => fromDay <= lastDayOf(month) && (toDay === null || toDay > firstDayOf(month)),
    );
    return new Set(here.map((row) => row[column])).size > 1;
  });

/** Two plain bands hold at once, by age and by every condition; one of them is paid. */
const severalWays: MonthCell['met'] = ({ decision }) => {
  const held = new Set(stepsOf(decision, 'condition').flatMap(({ ok, condition }) => (ok ? [condition] : [])));
  return [...payingVersions(decision)].some((version) => {
    const { bands } = version.parameters;
    const fitting = stepsOf(decision, 'age').filter((step) => {
      const band = bands[step.band];
      return (
        step.version === version &&
        step.ok &&
        band?.monthlyFen !== null &&
        band?.addOn === false &&
        band.conditions.every((one) => held.has(one))
      );
    });
    return (
      fitting.length >= 2 &&
      stepsOf(decision, 'amount').filter(
        (step) =>
          step.version === version && bands[step.band]?.addOn === false && bands[step.band]?.monthlyFen !== null,
      ).length === 1
    );
  });
};

const stackedBy =
  (word: string): MonthCell['met'] =>
  ({ decision }) =>
    stepsOf(decision, 'stacking').some(({ because }) => because.startsWith(word)) &&
    (word !== 'tops-up' || decision.parts.length > 0);

const startsInsideMonth: MonthCell['met'] = ({ month, decision }) =>
  [...payingVersions(decision)].some(({ from }) => {
    const start = monthOfDay(from);
    return from !== firstDayOf(start) && (start === month || start + 1 === month);
  });

const notConfirmed: MonthCell['met'] = ({ decision }) =>
  stepsOf(decision, 'application').some(
    ({ ok, file, version }) =>
      !ok &&
      version.parameters.application.way === 'confirm' &&
      !decision.parts.some((part) => part.file === file.file),
  );

const confirmedLate: MonthCell['met'] = ({ rows, decision }) => {
  const [first] = rows;
  return stepsOf(decision, 'application').some(({ ok, day, version }) => {
    const { bands, application } = version.parameters;
    const age = Math.min(...bands.map(({ fromAge }) => fromAge));
    return (
      ok &&
      application.way === 'confirm' &&
      first !== undefined &&
      day === first.confirmedDay &&
      day !== null &&
      day > birthdayAt(first.bornDay, age)
    );
  });
};

const confirmedTwice: MonthCell['met'] = ({ confirmations, decision }) =>
  confirmations > 1 && [...payingVersions(decision)].some(({ parameters }) => parameters.application.way === 'confirm');

const bandTimesAmount: MonthCell['met'] = ({ decision }) =>
  decision.parts.some(({ layer, late, held }) => layer === 'base' && !late && !held);

const sharesAddUp: MonthCell['met'] = ({ decision: { parts } }) =>
  parts.length > 0 &&
  parts.every(
    ({ fundedBy, amountFen }) =>
      fundedBy.length > 1 && fundedBy.reduce((sum, { shareBp }) => sum + shareBp * amountFen, 0) === 10_000 * amountFen,
  );

/** 必测 that one person's month shows; the order is that of the rule shapes. */
export const monthCells: readonly MonthCell[] = [
  { group: 'R-01 年龄档', name: '档界的前一日', title: '满龄日是已发月份首日的前一日', met: edgeAt(-1) },
  { group: 'R-01 年龄档', name: '档界当日', title: '满龄日是已发月份的首日', met: edgeAt(0) },
  { group: 'R-01 年龄档', name: '档界的后一日', title: '满龄日是已发月份的第二日', met: edgeAt(1) },
  { group: 'R-01 年龄档', name: '三级规则只改中间一档', title: '县与省、市只差中间一档', met: changesTheMiddle },
  { group: 'R-02 计发单位与支付周期', name: '季内跨档', title: '按季发，季中换档', met: crossesBandInQuarter },
  { group: 'R-02 计发单位与支付周期', name: '季内身故', title: '按季发，身故不在季末月', met: diesInQuarter },
  { group: 'R-02 计发单位与支付周期', name: '季中新增', title: '按季发，首发不在季首月', met: beginsInQuarter },
  { group: 'R-03 起算月', name: '申请早于满龄', title: '依申请，申请日早于满龄日', met: appliedTooEarly },
  { group: 'R-04 停发', name: '同月迁出又迁回', title: '一月之内离开又回来', met: outAndBack },
  { group: 'R-04 停发', name: '同一月不重发也不漏发', title: '省内迁移当月，只有一地发', met: paidOnceInMove },
  ...LATE_MONTHS.map((late) => ({
    group: 'R-05 补发',
    name: `迟报${late}个月`,
    title: `受理或获知比本月晚${late}个月`,
    met: ({ decision, month }: Moment) =>
      stepsOf(decision, 'first-month').some((step) => step.startsMonth - month === late),
  })),
  { group: 'R-06 条件', name: '条件在月中变化', title: '按天计入的条件，当月有变', met: changesInMonth },
  { group: 'R-06 条件', name: '多条资格路径取一条', title: '两档都符合，只发一档', met: severalWays },
  { group: 'R-07 叠加与互斥', name: '他部门已发一部分', title: '补差后仍有应发', met: stackedBy('tops-up') },
  { group: 'R-07 叠加与互斥', name: '两项就高', title: '同组另一项更高', met: stackedBy('higher-of') },
  { group: 'R-08 两个日期', name: '生效日不在月初', title: '生效当月或次月', met: startsInsideMonth },
  { group: 'R-09 申请方式', name: '未确认不付', title: '须确认，没有确认', met: notConfirmed },
  { group: 'R-09 申请方式', name: '确认晚于满龄', title: '确认日晚于满龄日', met: confirmedLate },
  { group: 'R-09 申请方式', name: '重复确认', title: '确认了两次，以第一次为准', met: confirmedTwice },
  { group: 'R-10 资金渠道', name: '合计=Σ各档人月×档额', title: '计入该等式的人月', met: bandTimesAmount },
  { group: 'R-10 资金渠道', name: '渠道合计=总合计', title: '各渠道份额之和等于应发', met: sharesAddUp },
];
