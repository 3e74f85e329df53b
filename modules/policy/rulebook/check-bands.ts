import { yuanFromFen } from '#platform/money/money.ts';
import type { Band } from '../rule.ts';
import { codeContains } from './area-code.ts';
import type { FileContent, FileVersion } from './read-file.ts';
import type { ResolvedVersion } from './resolve.ts';

/** A version together with its file and what was settled: what the checks across files look at. */
export type Entry = { content: FileContent; resolved: ResolvedVersion };

function isPlain(band: Band): boolean {
  return !band.addOn && band.monthlyFen !== null;
}

function ages({ fromAge, toAge }: { fromAge: number; toAge: number | null }): string {
  return toAge === null ? `${fromAge} 岁及以上` : `${fromAge}–${toAge} 岁`;
}

/** 档界: plain bands leave no gap, and overlap only where one of them carries a condition. */
export function checkBandEdges({ content, resolved }: Entry): void {
  const { version, parameters } = resolved;
  if (!parameters.bands || version.fields.get('bands')?.kind !== 'value') return;
  const plain = parameters.bands
    .map((band, index) => ({ band, path: [...pathOfBands(version), index] }))
    .filter(({ band }) => isPlain(band))
    .sort((a, b) => a.band.fromAge - b.band.fromAge);
  for (const [index, { band, path }] of plain.entries()) {
    for (const { band: other } of plain.slice(0, index)) {
      const meets = other.toAge === null || other.toAge >= band.fromAge;
      if (!meets || band.conditions.length > 0 || other.conditions.length > 0) continue;
      content.report(
        path,
        `${ages(band)} 与 ${ages(other)} 两档重叠；请改档界，或写 addOn（加发）、conditions（限定对象）。`,
      );
    }
  }
  let coveredTo = plain[0] ? plain[0].band.fromAge - 1 : 0;
  for (const { band, path } of plain) {
    if (band.fromAge > coveredTo + 1) {
      content.report(
        path,
        `${ages({ fromAge: coveredTo + 1, toAge: band.fromAge - 1 })}没有标准；请补一档，或把上一档的 toAge 改到 ${band.fromAge - 1}。`,
      );
    }
    coveredTo = Math.max(coveredTo, band.toAge ?? Number.POSITIVE_INFINITY);
  }
}

function pathOfBands(version: FileVersion) {
  return version.fields.get('bands')?.path ?? [...version.path, 'parameters', 'bands'];
}

/** 不低于: no version in force pays less than a superior's floor in force at the same time. */
export function checkFloors(entries: readonly Entry[]): void {
  const floors = entries.filter(({ content }) => content.written.role === 'floor');
  for (const entry of entries) {
    const { content, resolved } = entry;
    if (content.written.layer !== 'base' || resolved.version.written.status === 'draft' || !resolved.parameters.bands)
      continue;
    for (const floor of floors) if (stands(floor, entry)) checkAgainst(entry, floor);
  }
}

function stands(floor: Entry, { content, resolved }: Entry): boolean {
  const [upper, lower] = [floor.content.written, content.written];
  const sameBenefit = upper.benefit === lower.benefit && floor.content !== content;
  return (
    sameBenefit &&
    floor.resolved.version.written.status === 'active' &&
    codeContains(upper.division, lower.division) &&
    overlap(floor.resolved.version, resolved.version)
  );
}

function overlap(a: FileVersion, b: FileVersion): boolean {
  return (b.to === null || a.written.from < b.to) && (a.to === null || b.written.from < a.to);
}

function checkAgainst({ content, resolved }: Entry, floor: Entry): void {
  const bands = (resolved.parameters.bands ?? [])
    .map((band, index) => ({ band, index }))
    .filter(({ band }) => isPlain(band));
  const name = `${floor.content.file}@${floor.resolved.version.id}`;
  const path = pathOfBands(resolved.version);
  for (const least of (floor.resolved.parameters.bands ?? []).filter((band) => isPlain(band) && band.isFloor)) {
    const reported = new Set<number>();
    for (let age = least.fromAge; age <= Math.min(least.toAge ?? 120, 120); age += 1) {
      const fit = bands.filter(({ band }) => band.fromAge <= age && (band.toAge === null || age <= band.toAge));
      const paid = fit.filter(({ band }) => band.conditions.length === 0 || least.conditions.length > 0);
      const best = paid.reduce((held, { band }) => Math.max(held, band.monthlyFen ?? 0), 0);
      if (best >= (least.monthlyFen ?? 0)) continue;
      const culprit = fit[0]?.index ?? -1;
      if (reported.has(culprit)) continue;
      reported.add(culprit);
      const why = culprit < 0 ? `${age} 岁没有标准` : `${age} 岁只有 ${yuanFromFen(best)} 元`;
      content.report(
        culprit < 0 ? path : [...path, culprit],
        `${why}，低于上级最低标准 ${yuanFromFen(least.monthlyFen ?? 0)} 元（${name}）；请提高金额或补上这一档。`,
      );
    }
  }
}

/** 一地一规: no two base rules of one benefit govern the same area at the same time. */
export function checkAreas(entries: readonly Entry[]): void {
  const seen = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { written } = entry.content;
    if (written.layer !== 'base') continue;
    for (const [index, area] of written.areas.entries()) {
      const key = `${written.benefit} ${area}`;
      const others = seen.get(key) ?? [];
      const clash = others.find(
        (other) => other.content !== entry.content && overlap(other.resolved.version, entry.resolved.version),
      );
      if (clash) {
        entry.content.report(
          ['areas', index],
          `${area} 同时也归 ${clash.content.file} 管；一地一项津贴只能有一份主规则，加发请写 layer: add-on。`,
        );
      }
      seen.set(key, [...others, entry]);
    }
  }
}
