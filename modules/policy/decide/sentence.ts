import { findDivision } from '#modules/places/index.ts';
import { yuanFromFen } from '#platform/money/money.ts';
import { formatDay, formatMonth, monthOfYear } from '#platform/month/month.ts';
import { clauseText } from '../origin.ts';
import type { Band, ParameterName, Rulebook, RuleVersion } from '../rule.ts';
import { conditionSentence } from './condition-sentence.ts';
import type { MonthDecision, Step } from './decision.ts';

/** 理由: one sentence for the screen, whether it speaks for or against, and the document it rests on. */
export type Reason = { ok: boolean; sentence: string; clause: string | null };

/** Turns the steps of one month into sentences, yes and no, each with its clause. Repeated steps are said once. */
export function reasonsOf(decision: MonthDecision, rulebook: Rulebook): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const step of wanted(decision.steps)) {
    const reason = reasonOf(step, rulebook);
    const key = `${reason.ok}${reason.sentence}`;
    // Said twice, the one that names its clause stays.
    if (!reasons.get(key)?.clause) reasons.set(key, reason);
  }
  return [...reasons.values()];
}

/** Of the bands not reached only the nearest is said, and only when none fits. */
function wanted(steps: readonly Step[]): Step[] {
  const filesWithAge = new Set(steps.flatMap((step) => (step.gate === 'age' && step.ok ? [step.file.file] : [])));
  const nearest = new Map<string, Step>();
  for (const step of steps) {
    if (step.gate !== 'age' || step.ok || filesWithAge.has(step.file.file)) continue;
    const held = nearest.get(step.file.file);
    if (!held || (held.gate === 'age' && held.reachedMonth > step.reachedMonth)) nearest.set(step.file.file, step);
  }
  const kept = new Set(nearest.values());
  return steps.filter((step) => step.gate !== 'age' || step.ok || kept.has(step));
}

function reasonOf(step: Step, rulebook: Rulebook): Reason {
  switch (step.gate) {
    case 'area':
      return { ok: step.ok, sentence: areaSentence(step), clause: null };
    case 'rule':
      return { ok: false, sentence: ruleSentence(step), clause: null };
    case 'alive':
      return {
        ok: step.ok,
        sentence: aliveSentence(step),
        clause: step.version && clauseOf(step.version, 'lastMonth', rulebook),
      };
    case 'age':
      return { ok: step.ok, sentence: ageSentence(step), clause: clauseOf(step.version, 'firstMonth', rulebook) };
    case 'condition':
      return {
        ok: step.ok,
        sentence: conditionSentence(step.condition, step.ok, step.file),
        clause: clauseText(step.origin, step.version, rulebook, 'conditions'),
      };
    case 'application':
      return {
        ok: step.ok,
        sentence: applicationSentence(step),
        clause: clauseOf(step.version, 'application', rulebook),
      };
    case 'first-month':
      return { ok: step.ok, sentence: firstMonthSentence(step), clause: clauseOf(step.version, 'backPay', rulebook) };
    case 'suspension':
      return { ok: step.ok, sentence: SUSPENSION[step.state], clause: clauseOf(step.version, 'suspension', rulebook) };
    case 'stacking':
      return {
        ok: step.ok,
        sentence: stackingSentence(step, rulebook),
        clause: clauseOf(step.version, 'stacking', rulebook),
      };
    case 'amount':
      return amountReason(step, rulebook);
  }
}

function areaSentence(step: Extract<Step, { gate: 'area' }>): string {
  const name = findDivision(step.area)?.name ?? '本省';
  if (!step.ok)
    return step.area === ''
      ? '当月户籍不在本省，由户籍地按当地规定办理。'
      : `户籍已由${name}迁出本省，当月起不再发放。`;
  if (step.moved === 'old-division') return `当月户籍由${name}迁出，按规定当月仍由${name}发放。`;
  if (step.moved === 'new-division') return `当月户籍迁入${name}，按规定当月起由${name}发放。`;
  return `户籍在${name}。`;
}

function ruleSentence(step: Extract<Step, { gate: 'rule' }>): string {
  const name = findDivision(step.area)?.name ?? step.area;
  if (!step.draft) return `${name}当月没有可适用的津贴规则。`;
  return `${name}的规则还有未定夺的内容，暂不能据以发放，请先由主管部门定夺。`;
}

function aliveSentence({ ok, diedDay, version }: Extract<Step, { gate: 'alive' }>): string {
  const last = version?.parameters.lastMonth === 'month-after-death' ? '身故的次月' : '身故当月';
  const died = diedDay === null ? '' : formatDay(diedDay);
  return ok ? `${died}身故，按规定发放至${last}。` : `${died}身故，津贴发放至${last}止，之后不再发放。`;
}

function ageSentence({ ok, reachedMonth, age, version }: Extract<Step, { gate: 'age' }>): string {
  const isLate = version.parameters.firstMonth === 'month-after-birth';
  const reached = `${Math.floor(reachedMonth / 12)}年${monthOfYear(reachedMonth)}月`;
  if (!ok) return `还没有到年龄：${reached}起才按${age}周岁档计发。`;
  return isLate ? `${reached}起按${age}周岁档计发（满龄的次月起）。` : `${reached}满${age}周岁，从当月起按这一档计发。`;
}

function applicationSentence({ ok, day, version }: Extract<Step, { gate: 'application' }>): string {
  const word = version.parameters.application.way === 'confirm' ? '确认' : '申请';
  return ok && day !== null ? `${formatDay(day)}已${word}。` : `本项须本人或亲属${word}，还没有收到${word}。`;
}

function firstMonthSentence({ ok, startsMonth }: Extract<Step, { gate: 'first-month' }>): string {
  const starts = formatMonth(startsMonth);
  return ok ? `${starts}才受理或获知，按规定可以往前补发到本月。` : `${starts}才受理或获知，本月在可补发的范围之外。`;
}

const SUSPENSION: Record<1 | 2 | 3, string> = {
  1: '本月处于暂停发放中，恢复后按规定办理。',
  2: '曾暂停发放，现已恢复，本月予以补发。',
  3: '暂停期间的月份按规定不补发。',
};

function stackingSentence({ because, ok }: Extract<Step, { gate: 'stacking' }>, rulebook: Rulebook): string {
  const [kind, rest = ''] = because.split(/:(.*)/s);
  if (kind === 'tops-up') {
    const paid = `其他部门每月已发${yuanFromFen(Number(rest))}元`;
    return ok ? `${paid}，本项只补差额。` : `${paid}，不低于本项标准，不再补差。`;
  }
  if (kind === 'replaced') return `已由“${rest}”替代，不重复发放。`;
  const winner = rulebook.files.find((file) => file.file === rest)?.title ?? rest;
  return `与“${winner}”就高享受一项，本项不另发。`;
}

function amountReason(step: Extract<Step, { gate: 'amount' }>, rulebook: Rulebook): Reason {
  const band = step.version.parameters.bands[step.band];
  const unit = band?.monthlyFen === null ? '每年' : '每月';
  const extra = band?.addOn ? '加发，' : '';
  const sentence = `${step.file.title}${band ? bandName(band) : ''}：${extra}${unit}${yuanFromFen(step.amountFen)}元。`;
  return { ok: true, sentence, clause: band ? clauseText(band.origin, step.version, rulebook, 'bands') : null };
}

export function bandName(band: Band): string {
  if (band.toAge === null) return `${band.fromAge}周岁及以上`;
  return `${band.fromAge}—${band.toAge}周岁`;
}

export function clauseOf(version: RuleVersion, field: ParameterName, rulebook: Rulebook): string {
  return clauseText(version.origins[field], version, rulebook, field);
}
