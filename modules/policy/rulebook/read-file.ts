import { type DayNo, formatDay } from '#platform/month/month.ts';
import type { Origin, ParameterName, Parameters } from '../rule.ts';
import { chineseMessages } from './chinese-message.ts';
import { parameterNames, parameterSchemas, referencePattern, type WrittenBand } from './parameter.schema.ts';
import { fieldOf, type Path, type Problem, type Report } from './problem.ts';
import { decisionSchema, ruleFileSchema, type WrittenFile, type WrittenVersion } from './rule-file.schema.ts';
import { parseRuleText } from './rule-text.ts';

/** One field of a version as its file gives it; a field without an entry is open. */
export type Field =
  | { kind: 'value'; value: WrittenBand[] | Parameters[ParameterName]; origin: Origin; path: Path }
  | { kind: 'follows'; file: string; version: string; clause: string | null; path: Path }
  | { kind: 'broken'; path: Path };

export type FileVersion = {
  id: string;
  path: Path;
  written: WrittenVersion;
  /** End (exclusive): written, or the next version's start; null = open. */
  to: DayNo | null;
  fields: Map<ParameterName, Field>;
};

export type FileContent = {
  /** '330000-zhejiang/old-age-allowance', and the same with .yaml as messages name it. */
  file: string;
  path: string;
  written: WrittenFile;
  versions: FileVersion[];
  lineOf: (path: Path) => number;
  report: Report;
  /** What is worth knowing and no error: drafts, an overtaken superior version. */
  warn: Report;
};

/** 读一个规则文件: bytes → its versions with every field's source. Undefined when it cannot be read at all. */
export function readRuleFile(
  path: string,
  bytes: Uint8Array,
  problems: Problem[],
  warnings: Problem[],
): FileContent | undefined {
  const text = parseRuleText(path, bytes, problems);
  if (!text) return undefined;
  const report: Report = (at, message) =>
    problems.push({ file: path, line: text.lineOf(at), field: fieldOf(at), message });
  const result = ruleFileSchema.safeParse(text.value);
  if (!result.success) {
    for (const issue of result.error.issues) {
      for (const { path: at, message } of chineseMessages(issue, text.value)) report(at, message);
    }
    return undefined;
  }
  const content: FileContent = {
    file: path.replace(/\.yaml$/, ''),
    path,
    written: result.data,
    versions: [],
    lineOf: text.lineOf,
    report,
    warn: (at, message) => warnings.push({ file: path, line: text.lineOf(at), field: fieldOf(at), message }),
  };
  content.versions = versionsOf(content);
  return content;
}

function versionsOf({ written, report }: FileContent): FileVersion[] {
  const seen = new Map<string, number>();
  const plain = written.versions
    .filter(({ corrects }) => !corrects)
    .map(({ from }) => from)
    .sort((a, b) => a - b);
  return written.versions.map((version, index) => {
    const day = formatDay(version.from);
    const count = (seen.get(day) ?? 0) + 1;
    seen.set(day, count);
    const path = ['versions', index];
    const next = version.corrects ? undefined : plain.find((from) => from > version.from);
    return {
      id: count === 1 ? day : `${day}#${count}`,
      path,
      written: version,
      to: version.to ?? next ?? null,
      fields: fieldsOf(version, path, report),
    };
  });
}

function fieldsOf(version: WrittenVersion, path: Path, report: Report): Map<ParameterName, Field> {
  const fields = new Map<ParameterName, Field>();
  const clause = version.basis.clause ?? null;
  for (const [name, raw] of Object.entries(version.parameters)) {
    const at = [...path, 'parameters', name];
    if (!isParameter(name)) report(at, `没有“${name}”这一项；可用：${parameterNames.join('、')}。`);
    else fields.set(name, fieldOfRaw(name, raw, at, clause, report));
  }
  if (version.decided) {
    const { by, on, basis, values } = version.decided;
    for (const [name, raw] of Object.entries(values)) {
      const at = [...path, 'decided', 'values', name];
      if (!isParameter(name)) report(at, `没有“${name}”这一项；可用：${parameterNames.join('、')}。`);
      else if (fields.has(name)) report(at, 'parameters 里已写了这一项；文件写明的不用定夺，请删去一处。');
      else fields.set(name, valueField(name, raw, at, { type: 'decided', by, on: formatDay(on), basis }, report));
    }
  }
  if (version.follows) {
    const reference = splitReference(version.follows);
    for (const name of parameterNames) {
      if (!fields.has(name))
        fields.set(name, { kind: 'follows', ...reference, clause: null, path: [...path, 'follows'] });
    }
  }
  return fields;
}

function isParameter(name: string): name is ParameterName {
  return Object.hasOwn(parameterSchemas, name);
}

/** A field is the value itself, `{ value, clause }`, `{ value, decided }` or `{ follows, clause }`. */
function fieldOfRaw(name: ParameterName, raw: unknown, at: Path, clause: string | null, report: Report): Field {
  const stated = { type: 'stated' as const, clause };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return valueField(name, raw, at, stated, report);
  if ('follows' in raw) return followsField(raw, at, report);
  if (!('value' in raw)) return valueField(name, raw, at, stated, report);
  const allowed = ['value', 'clause', 'decided'];
  for (const key of Object.keys(raw).filter((each) => !allowed.includes(each))) {
    report([...at, key], `没有“${key}”这一栏；这里只能写 value、clause、decided。`);
  }
  if ('decided' in raw) {
    const decision = decisionSchema.safeParse(raw.decided);
    if (!decision.success) {
      for (const issue of decision.error.issues) {
        for (const found of chineseMessages(issue, raw.decided))
          report([...at, 'decided', ...found.path], found.message);
      }
      return { kind: 'broken', path: at };
    }
    const origin: Origin = { type: 'decided', ...decision.data, on: formatDay(decision.data.on) };
    return valueField(name, raw.value, [...at, 'value'], origin, report);
  }
  const own = 'clause' in raw && typeof raw.clause === 'string' ? raw.clause : clause;
  return valueField(name, raw.value, [...at, 'value'], { type: 'stated', clause: own }, report);
}

function followsField(raw: object, at: Path, report: Report): Field {
  const { follows, clause } = raw as { follows: unknown; clause?: unknown };
  for (const key of Object.keys(raw).filter((each) => each !== 'follows' && each !== 'clause')) {
    report([...at, key], `没有“${key}”这一栏；依上级时只能写 follows、clause。`);
  }
  if (typeof follows !== 'string' || !referencePattern.test(follows)) {
    report([...at, 'follows'], '所依规则须写成“文件路径@版本”，例如 330000-zhejiang/old-age-allowance@2023-01-01。');
    return { kind: 'broken', path: at };
  }
  return { kind: 'follows', ...splitReference(follows), clause: typeof clause === 'string' ? clause : null, path: at };
}

function valueField(name: ParameterName, raw: unknown, at: Path, origin: Origin, report: Report): Field {
  const result = parameterSchemas[name].safeParse(raw);
  if (result.success) return { kind: 'value', value: result.data, origin, path: at };
  for (const issue of result.error.issues) {
    for (const { path, message } of chineseMessages(issue, raw)) report([...at, ...path], message);
  }
  return { kind: 'broken', path: at };
}

export function splitReference(reference: string): { file: string; version: string } {
  const at = reference.lastIndexOf('@');
  return { file: reference.slice(0, at), version: reference.slice(at + 1) };
}
