import { monthOfDay } from '#platform/month/month.ts';
import type { Settled, SettledCell, SettledPart } from './cell.ts';

const length = (parts: readonly SettledPart[]) =>
  parts.reduce((sum, { fromMonth, toMonth }) => sum + toMonth - fromMonth, 0);
const partsOf = ({ runs }: Settled, kind: SettledPart['kind']) =>
  runs.flatMap(({ parts }) => parts.filter((part) => part.kind === kind));

/** The run that first knew of the death, and whether a later one took it back. */
function notice({ runs }: Settled): { at: number; withdrawn: boolean; months: number } | undefined {
  const at = runs.findIndex(({ rows }) => rows[0] !== undefined && rows[0].deathDay !== null);
  const run = runs[at];
  const died = run?.rows[0]?.deathDay;
  if (!run || died === undefined || died === null) return undefined;
  const withdrawn = runs.slice(at).some(({ rows }) => rows[0] !== undefined && rows[0].deathDay === null);
  return { at, withdrawn, months: run.payMonth - monthOfDay(died) };
}

const toldEarly = (settled: Settled): number => {
  const told = notice(settled);
  if (!told || told.withdrawn || told.months > 0 || partsOf(settled, 'month').length === 0) return 0;
  return partsOf(settled, 'recovery').length === 0 ? 1 : 0;
};

const toldLate = (settled: Settled): number => {
  const told = notice(settled);
  return told && !told.withdrawn && told.months > 0 ? length(partsOf(settled, 'recovery')) : 0;
};

const tookBack = (settled: Settled): number => {
  const told = notice(settled);
  if (!told?.withdrawn) return 0;
  return length(
    settled.runs.slice(told.at + 1).flatMap(({ parts }) => parts.filter(({ kind }) => kind === 'back-pay')),
  );
};

/** Back-pay of one run whose months differ in what `of` names: year, version, band. */
function backPayAcross(of: (settled: Settled, part: SettledPart, month: number) => unknown): SettledCell['months'] {
  return (settled) => {
    const runs = settled.runs.map(({ parts }) => parts.filter(({ kind }) => kind === 'back-pay'));
    const across = runs.filter((parts) => {
      const met = new Set<unknown>();
      for (const part of parts)
        for (let month = part.fromMonth; month < part.toMonth; month += 1) met.add(of(settled, part, month));
      return met.size > 1;
    });
    return length(across.flat());
  };
}

const bandOf = ({ decisions }: Settled, _: SettledPart, month: number) =>
  decisions.find((each) => each.month === month)?.parts.find(({ layer }) => layer === 'base')?.fromAge;

const toppedUpOnce = ({ runs, again, decisions }: Settled): number => {
  const topped = decisions.filter(({ steps }) =>
    steps.some((step) => step.gate === 'stacking' && step.because.startsWith('tops-up')),
  );
  return again.length === 0 && runs.some(({ parts }) => parts.length > 0)
    ? topped.filter(({ parts }) => parts.length > 0).length
    : 0;
};

/** Paid by the rate of before while the new document was not in force; then the difference, once. */
const newRateOnce = ({ runs, again }: Settled): number => {
  const at = runs.findIndex(({ law }, index) => index > 0 && law !== runs[index - 1]?.law);
  const before = runs.slice(0, at).some(({ parts }) => parts.length > 0);
  if (at < 1 || !before || again.length > 0) return 0;
  const later = runs.slice(at + 1).flatMap(({ parts }) => parts.filter(({ kind }) => kind !== 'month'));
  return later.length > 0 ? 0 : length(runs[at]!.parts.filter(({ kind }) => kind === 'back-pay'));
};

const prepaidThenRecovered = (settled: Settled): number => {
  const cycle = settled.decisions.find(({ parts }) => parts.length > 0)?.payCycle;
  return cycle?.every === 'quarter' && cycle.timing === 'advance' && notice(settled)?.withdrawn === false
    ? length(partsOf(settled, 'recovery'))
    : 0;
};

/** 必测 that only a row of runs shows. */
export const settledCells: readonly SettledCell[] = [
  {
    group: 'R-02 计发单位与支付周期',
    name: '季内身故，预拨追回',
    title: '按季预拨后获知身故',
    months: prepaidThenRecovered,
  },
  { group: 'R-04 停发', name: '死亡通知早到', title: '身故当月已获知，没有多发', months: toldEarly },
  { group: 'R-04 停发', name: '死亡通知迟到', title: '多发的月份追缴', months: toldLate },
  { group: 'R-04 停发', name: '死亡通知撤销', title: '停发的月份补发', months: tookBack },
  {
    group: 'R-05 补发',
    name: '补发跨年',
    title: '一次补发跨年度',
    months: backPayAcross((_, __, month) => Math.floor(month / 12)),
  },
  {
    group: 'R-05 补发',
    name: '补发跨版本',
    title: '一次补发跨规则版本',
    months: backPayAcross((_, part) => part.rule?.version),
  },
  { group: 'R-05 补发', name: '补发跨档', title: '一次补发跨年龄档', months: backPayAcross(bandOf) },
  { group: 'R-07 叠加与互斥', name: '补差跑两次第二次为0', title: '发放后再算，没有差额', months: toppedUpOnce },
  {
    group: 'R-08 两个日期',
    name: '施行日前按旧标准，补差恰好一次',
    title: '新标准补差后再无差额',
    months: newRateOnce,
  },
];
