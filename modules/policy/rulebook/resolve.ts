import type { Band, Origin, ParameterName, Parameters } from '../rule.ts';
import { codeContains } from './area-code.ts';
import { parameterNames, parameterTitles, type WrittenBand } from './parameter.schema.ts';
import type { Path } from './problem.ts';
import { type Field, type FileContent, type FileVersion, splitReference } from './read-file.ts';

type Value = Parameters[ParameterName];
type Settled = { type: 'settled'; value: Value; origin: Origin };
type Outcome = Settled | { type: 'open' } | { type: 'broken' };

export type ResolvedVersion = {
  version: FileVersion;
  parameters: Partial<Parameters>;
  origins: Partial<Record<ParameterName, Origin>>;
  /** Fields without a value anywhere along the chain. */
  missing: ParameterName[];
  /** Something in it or in what it follows is wrong and has been reported. */
  broken: boolean;
};

/**
 * 依上级求全: follows every field to the version that states or decides it. Reports dangling and cyclic references and those
 * that do not lead to a superior's version in force at the time. Each field is settled once.
 */
export function resolver(files: ReadonlyMap<string, FileContent>) {
  const settled = new Map<string, Outcome | 'running'>();

  function outcomeOf(content: FileContent, version: FileVersion, name: ParameterName): Outcome {
    const key = `${content.file}@${version.id}/${name}`;
    const known = settled.get(key);
    if (known === 'running') return { type: 'broken' };
    if (known) return known;
    settled.set(key, 'running');
    const outcome = settle(content, version, name);
    settled.set(key, outcome);
    return outcome;
  }

  function settle(content: FileContent, version: FileVersion, name: ParameterName): Outcome {
    const field = version.fields.get(name);
    if (!field) return { type: 'open' };
    if (field.kind === 'broken') return { type: 'broken' };
    if (field.kind === 'value') {
      if (name === 'bands') return settleBands(content, version, field);
      return { type: 'settled', value: field.value as Value, origin: field.origin };
    }
    const target = find(content, version, field, field.path);
    if (!target) return { type: 'broken' };
    if (isRunning(target, name)) {
      reportCycle(content, field.path, name, `${field.file}@${field.version}`);
      return { type: 'broken' };
    }
    const outcome = outcomeOf(target.content, target.version, name);
    if (outcome.type !== 'settled') return outcome;
    const origin = followed(outcome.origin, field);
    if (name !== 'bands') return { type: 'settled', value: outcome.value, origin };
    const bands = (outcome.value as Band[]).map((band) => ({ ...band, origin: followed(band.origin, field) }));
    return { type: 'settled', value: bands, origin };
  }

  function settleBands(content: FileContent, version: FileVersion, field: Extract<Field, { kind: 'value' }>): Outcome {
    const written = field.value as WrittenBand[];
    const bands: Band[] = [];
    for (const [index, band] of written.entries()) {
      const toAge = band.toAge ?? impliedToAge(written, band);
      if (band.follows === undefined) {
        bands.push(statedBand(band, toAge, field.origin));
        continue;
      }
      const path = [...field.path, index, 'follows'];
      const reference = { ...splitReference(band.follows), clause: band.clause ?? null };
      const target = find(content, version, reference, path);
      if (!target) return { type: 'broken' };
      if (isRunning(target, 'bands')) {
        reportCycle(content, path, 'bands', band.follows);
        return { type: 'broken' };
      }
      const outcome = outcomeOf(target.content, target.version, 'bands');
      if (outcome.type !== 'settled') return outcome;
      const superior = (outcome.value as Band[]).filter((each) => covers(each, band.fromAge, toAge));
      if (superior.length !== 1 || !superior[0]) {
        const found = superior.length === 0 ? '没有一档能盖住' : '有不止一档盖住';
        content.report(
          path,
          `${band.follows} ${found} ${band.fromAge}–${toAge ?? ''} 岁；请写明金额，或照上级的档界分开写。`,
        );
        return { type: 'broken' };
      }
      const origin = followed(superior[0].origin, reference);
      bands.push({ ...superior[0], fromAge: band.fromAge, toAge, isFloor: band.isFloor ?? false, origin });
    }
    return { type: 'settled', value: bands, origin: field.origin };
  }

  function isRunning(target: Target, name: ParameterName): boolean {
    return settled.get(`${target.content.file}@${target.version.id}/${name}`) === 'running';
  }

  const cycles = new Set<string>();
  /** One `follows` line can stand for all fields; its cycle is one mistake. */
  function reportCycle(content: FileContent, path: Path, name: ParameterName, reference: string): void {
    const key = `${content.file}:${path.join('.')}`;
    if (cycles.has(key)) return;
    cycles.add(key);
    content.report(path, `“${parameterTitles[name]}”依来依去又回到自己（${reference}）；请在其中一处写明。`);
  }

  type Target = { content: FileContent; version: FileVersion };

  const found = new Map<string, Target | undefined>();
  /** The superior version; a wrong reference is reported once for each place that writes it. */
  function find(
    content: FileContent,
    version: FileVersion,
    to: { file: string; version: string },
    path: Path,
  ): Target | undefined {
    const key = `${content.file}@${version.id}:${path.join('.')}`;
    if (!found.has(key)) found.set(key, lookUp(content, version, to, path));
    return found.get(key);
  }

  function lookUp(
    content: FileContent,
    version: FileVersion,
    to: { file: string; version: string },
    path: Path,
  ): Target | undefined {
    const target = files.get(to.file);
    const superior = target?.versions.find(({ id }) => id === to.version);
    if (!target) content.report(path, `没有“${to.file}”这个规则文件（或它本身有错）；请核对路径。`);
    else if (!superior) {
      const known = target.versions.map(({ id }) => id).join('、');
      content.report(path, `${to.file} 没有“${to.version}”这一版；现有：${known}。`);
    } else if (!codeContains(target.written.division, content.written.division)) {
      content.report(path, `${to.file} 不是本级或上级的规则，不能依照；请改依上级，或写明、定夺。`);
    } else if (!overlap(version.written.from, version.to, superior.written.from, superior.to)) {
      content.report(path, `${to.file}@${to.version} 在本版有效期内不曾有效；请改依当时有效的一版，或写明、定夺。`);
    } else return { content: target, version: superior };
    return undefined;
  }

  return function resolve(content: FileContent, version: FileVersion): ResolvedVersion {
    const resolved: ResolvedVersion = { version, parameters: {}, origins: {}, missing: [], broken: false };
    for (const name of parameterNames) {
      const outcome = outcomeOf(content, version, name);
      if (outcome.type === 'open') resolved.missing.push(name);
      else if (outcome.type === 'broken') resolved.broken = true;
      else Object.assign(resolved, settledInto(resolved, name, outcome));
    }
    return resolved;
  };
}

function settledInto({ parameters, origins }: ResolvedVersion, name: ParameterName, outcome: Settled) {
  return { parameters: { ...parameters, [name]: outcome.value }, origins: { ...origins, [name]: outcome.origin } };
}

/** The origin names the version that states or decides the value, however long the chain. */
function followed(origin: Origin, reference: { file: string; version: string; clause: string | null }): Origin {
  if (origin.type === 'follows') return origin;
  const clause = reference.clause ?? (origin.type === 'stated' ? origin.clause : null);
  return { type: 'follows', file: reference.file, version: reference.version, clause };
}

function overlap(from: number, to: number | null, otherFrom: number, otherTo: number | null): boolean {
  return (otherTo === null || from < otherTo) && (to === null || otherFrom < to);
}

function kindOf(band: WrittenBand): string {
  return band.yearly ? 'yearly' : band.addOn ? 'add-on' : 'plain';
}

/** 止龄 not written: the year before the next higher band of the same kind begins; none higher = no upper end. */
function impliedToAge(bands: readonly WrittenBand[], band: WrittenBand): number | null {
  const higher = bands.filter((each) => kindOf(each) === kindOf(band) && each.fromAge > band.fromAge);
  return higher.length === 0 ? null : Math.min(...higher.map(({ fromAge }) => fromAge)) - 1;
}

function statedBand(band: WrittenBand, toAge: number | null, origin: Origin): Band {
  const { yearly } = band;
  return {
    fromAge: band.fromAge,
    toAge,
    monthlyFen: band.monthlyYuan ?? null,
    yearly: yearly ? { fen: yearly.yuan, payInMonth: yearly.payInMonth, proRated: yearly.proRated } : null,
    addOn: band.addOn ?? false,
    isFloor: band.isFloor ?? false,
    conditions: band.conditions ?? [],
    fundedBy: band.fundedBy ?? [],
    origin: origin.type === 'stated' && band.clause ? { type: 'stated', clause: band.clause } : origin,
  };
}

function covers(superior: Band, fromAge: number, toAge: number | null): boolean {
  if (superior.addOn || superior.monthlyFen === null || superior.fromAge > fromAge) return false;
  return superior.toAge === null || (toAge !== null && toAge <= superior.toAge);
}
