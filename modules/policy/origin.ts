import type { Basis, Origin, ParameterName, Rulebook, RuleVersion } from './rule.ts';

const STATED = '文件写明：';

/** 依据: the document a value rests on: the version's own, or that of the superior version it follows. */
export function basisOf(origin: Origin, version: RuleVersion, rulebook: Rulebook): Basis {
  return (followedVersion(origin, rulebook) ?? version).basis;
}

/**
 * 来源: one line that says where a field's value comes from: the document itself, a superior's, or a named decision.
 * What was decided at the superior stays a decision when a lower rule follows it.
 */
export function originText(origin: Origin, version: RuleVersion, rulebook: Rulebook, field: ParameterName): string {
  if (origin.type === 'decided') return decisionText(origin);
  const basis = basisOf(origin, version, rulebook);
  const source = basis.document ?? `《${basis.title}》`;
  if (origin.type === 'stated') return `${STATED}${withClause(source, origin.clause)}`;
  const above = followedVersion(origin, rulebook)?.origins[field];
  if (above?.type === 'decided') return `依上级：${source}未载，${decisionText(above)}`;
  return `依上级：${withClause(source, origin.clause)}`;
}

/** 条款: the document and clause behind a value, for a reason; what was decided says who decided, where nothing is written. */
export function clauseText(origin: Origin, version: RuleVersion, rulebook: Rulebook, field: ParameterName): string {
  const line = originText(origin, version, rulebook, field);
  return origin.type === 'stated' ? line.slice(STATED.length) : line;
}

function decisionText({ by, on, basis }: Extract<Origin, { type: 'decided' }>): string {
  return `定夺：${by}，${on}，${basis}`;
}

function withClause(source: string, clause: string | null): string {
  return clause === null ? source : `${source} ${clause}`;
}

function followedVersion(origin: Origin, rulebook: Rulebook): RuleVersion | undefined {
  if (origin.type !== 'follows') return undefined;
  return rulebook.files.find(({ file }) => file === origin.file)?.versions.find(({ id }) => id === origin.version);
}
