import type { Band, Origin, ParameterName, Parameters } from '../rule.ts';
import { parameterNames, parameterTitles, type WrittenBand } from './parameter.schema.ts';
import type { Path } from './problem.ts';
import { type Field, type FileContent, type FileVersion, splitReference } from './read-file.ts';
import { type FindSuperior, type Reference, superiorFinder, type VersionInFile } from './superior-version.ts';

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

/** What one reading of the rulebook has found out so far. */
type Known = {
  findSuperior: FindSuperior;
  /** Each field is settled once. */
  outcomes: Map<string, Outcome | 'running'>;
  /** One `follows` line can stand for all fields; its cycle is one mistake. */
  cycles: Set<string>;
};

/**
 * 依上级求全: follows every field to the version that states or decides it. Reports dangling and cyclic references and those
 * that do not lead to a superior's version in force at the time.
 */
export function resolver(files: ReadonlyMap<string, FileContent>) {
  const known: Known = { findSuperior: superiorFinder(files), outcomes: new Map(), cycles: new Set() };

  return function resolve(content: FileContent, version: FileVersion): ResolvedVersion {
    const resolved: ResolvedVersion = { version, parameters: {}, origins: {}, missing: [], broken: false };
    for (const name of parameterNames) {
      const outcome = outcomeOf(known, { content, version }, name);
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

function outcomeOf(known: Known, at: VersionInFile, name: ParameterName): Outcome {
  const key = keyOf(at, name);
  const earlier = known.outcomes.get(key);
  if (earlier === 'running') return { type: 'broken' };
  if (earlier) return earlier;
  known.outcomes.set(key, 'running');
  const outcome = settle(known, at, name);
  known.outcomes.set(key, outcome);
  return outcome;
}

function keyOf({ content, version }: VersionInFile, name: ParameterName): string {
  return `${content.file}@${version.id}/${name}`;
}

function settle(known: Known, at: VersionInFile, name: ParameterName): Outcome {
  const field = at.version.fields.get(name);
  if (!field) return { type: 'open' };
  if (field.kind === 'broken') return { type: 'broken' };
  if (field.kind === 'follows') return settleByFollowing(known, at, name, field);
  if (name === 'bands') return settleBands(known, at, field);
  return { type: 'settled', value: field.value as Value, origin: field.origin };
}

function settleByFollowing(
  known: Known,
  at: VersionInFile,
  name: ParameterName,
  field: Extract<Field, { kind: 'follows' }>,
): Outcome {
  const outcome = superiorOutcome(known, at, name, field, field.path);
  if (outcome.type !== 'settled') return outcome;
  const origin = followed(outcome.origin, field);
  if (name !== 'bands') return { type: 'settled', value: outcome.value, origin };
  const bands = (outcome.value as Band[]).map((band) => ({ ...band, origin: followed(band.origin, field) }));
  return { type: 'settled', value: bands, origin };
}

function settleBands(known: Known, at: VersionInFile, field: Extract<Field, { kind: 'value' }>): Outcome {
  const written = field.value as WrittenBand[];
  const bands: Band[] = [];
  for (const [index, band] of written.entries()) {
    const toAge = band.toAge ?? impliedToAge(written, band);
    if (band.follows === undefined) {
      bands.push(statedBand(band, toAge, field.origin));
      continue;
    }
    const reference = { ...splitReference(band.follows), clause: band.clause ?? null };
    const path = [...field.path, index, 'follows'];
    const outcome = superiorOutcome(known, at, 'bands', reference, path);
    if (outcome.type !== 'settled') return outcome;
    const superior = (outcome.value as Band[]).filter((each) => covers(each, band.fromAge, toAge));
    if (superior.length !== 1 || !superior[0]) {
      reportNotOneBand(at, path, superior.length, band.follows, `${band.fromAge}–${toAge ?? ''}`);
      return { type: 'broken' };
    }
    const origin = followed(superior[0].origin, reference);
    bands.push({ ...superior[0], fromAge: band.fromAge, toAge, isFloor: band.isFloor ?? false, origin });
  }
  return { type: 'settled', value: bands, origin: field.origin };
}

function reportNotOneBand({ content }: VersionInFile, path: Path, count: number, follows: string, ages: string): void {
  const found = count === 0 ? '没有一档能盖住' : '有不止一档盖住';
  content.report(path, `${follows} ${found} ${ages} 岁；请写明金额，或照上级的档界分开写。`);
}

/** What the superior's version gives for the field; broken when it is not there or leads back to the same field. */
function superiorOutcome(
  known: Known,
  at: VersionInFile,
  name: ParameterName,
  reference: Reference,
  path: Path,
): Outcome {
  const superior = known.findSuperior(at, reference, path);
  if (!superior) return { type: 'broken' };
  if (known.outcomes.get(keyOf(superior, name)) !== 'running') return outcomeOf(known, superior, name);
  reportCycle(known, at, name, reference, path);
  return { type: 'broken' };
}

function reportCycle(
  { cycles }: Known,
  { content }: VersionInFile,
  name: ParameterName,
  to: Reference,
  path: Path,
): void {
  const key = `${content.file}:${path.join('.')}`;
  if (cycles.has(key)) return;
  cycles.add(key);
  content.report(path, `“${parameterTitles[name]}”依来依去又回到自己（${to.file}@${to.version}）；请在其中一处写明。`);
}

/** The origin names the version that states or decides the value, however long the chain. */
function followed(origin: Origin, reference: { file: string; version: string; clause: string | null }): Origin {
  if (origin.type === 'follows') return origin;
  const clause = reference.clause ?? (origin.type === 'stated' ? origin.clause : null);
  return { type: 'follows', file: reference.file, version: reference.version, clause };
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
