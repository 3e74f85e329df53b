import { monthOfDay } from '#platform/month/month.ts';
import { type Moment, type MonthCell, payingVersions, type RuleVersion, stepsOf } from './cell.ts';
import { type SourceCode, says } from './source-code.ts';

/** Whether the code mattered in this month, for a version that says what the code says. */
type Matters = (moment: Moment, version: RuleVersion, code: SourceCode) => boolean;

const pays: Matters = ({ decision }, version) => payingVersions(decision).has(version);

const begins: Matters = (moment, version, code) => {
  const before = new Set(moment.previous?.parts.map(({ file }) => file));
  const fileOf = stepsOf(moment.decision, 'amount').find((step) => step.version === version)?.file.file;
  return pays(moment, version, code) && fileOf !== undefined && !before.has(fileOf);
};

const nearDeath: Matters = ({ decision, rows, month }, version) => {
  const died = rows[0]?.deathDay;
  if (died === undefined || died === null) return false;
  const months = month - monthOfDay(died);
  return months >= 0 && months <= 2 && stepsOf(decision, 'alive').some((step) => step.version === version);
};

/** The month of the move; for a code that says who pays after it, the month after the move too. */
const moves: Matters = (moment, version, code) => {
  const { decision, previous } = moment;
  const [area] = stepsOf(decision, 'area');
  if (area?.ok !== true || !pays(moment, version, code)) return false;
  if (code.code !== 'FOLLOW_HUKOU') return area.moved === version.parameters.moveMonth;
  return area.moved !== 'no' || (previous !== undefined && previous.area !== '' && previous.area !== decision.area);
};

const isLate: Matters = ({ decision }, version, { code }) => {
  if (code.includes('SUSPENSION'))
    return stepsOf(decision, 'suspension').some((step) => step.version === version && step.ok);
  const asked = stepsOf(decision, 'application').some((step) => step.version === version);
  if (code === 'NONE_FOR_LATE_APPLICATION' && !asked) return false;
  return stepsOf(decision, 'first-month').some((step) => step.version === version);
};

const isAsked: Matters = (moment, version, code) => {
  if (version.parameters.application.way === 'auto') return pays(moment, version, code);
  return stepsOf(moment.decision, 'application').some((step) => step.version === version);
};

const stacks: Matters = (moment, version, code) => {
  const { decision } = moment;
  const because = (word: string) => stepsOf(decision, 'stacking').some((step) => step.because.startsWith(word));
  if (code.code === 'OTHER_CHANNEL') return because('tops-up');
  if (code.code === 'REPLACES') return because('replaced') && pays(moment, version, code);
  if (!pays(moment, version, code)) return false;
  const files = new Set(decision.parts.map(({ file }) => file)).size;
  return code.code === 'ADD_ON' ? files >= 2 : code.code === 'STACKABLE_THREE' ? files >= 3 : true;
};

const isSuspended: Matters = ({ decision }, version) =>
  stepsOf(decision, 'suspension').some((step) => step.version === version);

/** Of a version with many bands the one that pays must say it; conditions of the whole version must have been met. */
const paysBand: Matters = (moment, version, { set }) => {
  if (!pays(moment, version, { field: '', code: '', set: {}, open: [] })) return false;
  const [band] = (set.bands as unknown[] | undefined) ?? [];
  const amounts = stepsOf(moment.decision, 'amount').filter((step) => step.version === version);
  return band === undefined || amounts.some((step) => says(band, version.parameters.bands[step.band]));
};

const MATTERS: Record<string, Matters> = {
  firstPaidMonth: begins,
  lastPaidMonthOnDeath: nearDeath,
  payCycleNormalized: pays,
  accrualUnit: paysBand,
  startRule: begins,
  stopOnDeath: nearDeath,
  stopOnMoveOut: moves,
  payCycle: pays,
  application: isAsked,
  backPay: isLate,
  stacking: stacks,
  recertification: isSuspended,
  bandCondition: paysBand,
  eligibility: pays,
};

/** 代码的格子: one for every collected code. A code that leaves a field open counts where the draft kept a month from being paid. */
export function codeCells(codes: readonly SourceCode[]): MonthCell[] {
  return codes.map((code) => {
    const group = `代码 ${code.field}`;
    const { set, open } = code;
    if (Object.keys(set).length === 0 && !open.includes('note')) {
      return {
        group,
        name: code.code,
        title: `写成草稿，待定夺 ${open.join('、')}`,
        met: (moment) => isStopped(moment, open),
      };
    }
    // 认证方式 is only noted: it counts with the deadlines it belongs to.
    const wanted = open.includes('note') ? { suspension: { certificationDeadlines: ['06-30', '12-30'] } } : set;
    const matters = MATTERS[code.field];
    if (!matters) throw new Error(`no predicate for codes of ${code.field}`);
    const known = new WeakMap<RuleVersion, boolean>();
    const speaks = (version: RuleVersion) => {
      const cached = known.get(version) ?? says(wanted, version.parameters);
      known.set(version, cached);
      return cached;
    };
    const title = open.includes('note') ? '只作记录，随认证截止日' : JSON.stringify(set).replaceAll('"', '');
    return {
      group,
      name: code.code,
      title,
      met: (moment) => versionsOf(moment).some((version) => speaks(version) && matters(moment, version, code)),
    };
  });
}

function isStopped({ decision }: Moment, open: readonly string[]): boolean {
  return stepsOf(decision, 'rule').some(
    ({ draft }) => draft !== null && open.every((field) => draft.missing.includes(field)),
  );
}

const seen = new WeakMap<Moment['decision'], RuleVersion[]>();

function versionsOf({ decision }: Moment): RuleVersion[] {
  const cached = seen.get(decision);
  if (cached) return cached;
  const versions = new Set<RuleVersion>();
  for (const step of decision.steps) if ('version' in step && step.version) versions.add(step.version);
  const list = [...versions];
  seen.set(decision, list);
  return list;
}
