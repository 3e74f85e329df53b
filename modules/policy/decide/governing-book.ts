import { divisionPath } from '#modules/places/index.ts';
import { type DayNo, firstDayOf, type MonthNo, monthOfDay } from '#platform/month/month.ts';
import type { Layer, Rulebook, RuleFile, RuleVersion } from '../rule.ts';

/** Which version of a file stands in a month. */
export type Standing =
  | { type: 'version'; file: RuleFile; version: RuleVersion }
  | { type: 'draft'; file: RuleFile; version: string; missing: string[] };

export type GoverningBook = {
  rulebook: Rulebook;
  /** The base rule of a rule area in a month: the nearest file with a version standing; undefined = no rule. */
  baseOf: (area: string, month: MonthNo) => Standing | undefined;
  /** Add-on and yearly files that reach an area in a month, province first. */
  extrasOf: (area: string, month: MonthNo) => Standing[];
};

/** 适用规则: prepares look-up by area; documents reach downwards along the divisions. */
export function governingBook(rulebook: Rulebook): GoverningBook {
  const byArea = new Map<string, RuleFile[]>();
  for (const file of rulebook.files) {
    for (const area of file.areas) byArea.set(area, [...(byArea.get(area) ?? []), file]);
  }
  const chains = new Map<string, { base: RuleFile[]; extras: RuleFile[] }>();
  const chainOf = (area: string) => {
    const known = chains.get(area);
    if (known) return known;
    const path = area === '' ? [] : divisionPath(area);
    const files = path.flatMap((division) => byArea.get(division.code) ?? []);
    const chain = {
      base: files.filter((file) => file.layer === 'base').reverse(),
      extras: files.filter((file) => file.layer !== 'base'),
    };
    chains.set(area, chain);
    return chain;
  };
  return {
    rulebook,
    baseOf(area, month) {
      for (const file of chainOf(area).base) {
        const standing = standingIn(file, month);
        if (standing) return standing;
      }
      return undefined;
    },
    extrasOf: (area, month) =>
      chainOf(area).extras.flatMap((file) => {
        const standing = standingIn(file, month);
        return standing ? [standing] : [];
      }),
  };
}

/** The month from which a version counts: a start inside a month counts at once or from the next, as the version says. */
export function startMonth(version: RuleVersion): MonthNo {
  const month = monthOfDay(version.from);
  const startsInside = version.from !== firstDayOf(month);
  return startsInside && version.parameters.midMonthStart === 'next-month' ? month + 1 : month;
}

export function standingIn(file: RuleFile, month: MonthNo): Standing | undefined {
  let best: RuleVersion | undefined;
  for (const version of file.versions) {
    if (startMonth(version) > month || lastMonthOf(version.to) < month) continue;
    if (!best || startMonth(version) >= startMonth(best)) best = version;
  }
  if (best) return { type: 'version', file, version: best };
  const draft = file.draftSpans.find((span) => monthOfDay(span.from) <= month && lastMonthOf(span.to) >= month);
  return draft ? { type: 'draft', file, version: draft.version, missing: draft.missing } : undefined;
}

function lastMonthOf(to: DayNo | null): MonthNo {
  return to === null ? Number.MAX_SAFE_INTEGER : monthOfDay(to - 1);
}

export function layerOf(standing: Standing): Layer {
  return standing.file.layer;
}
