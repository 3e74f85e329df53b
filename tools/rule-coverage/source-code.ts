import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What one collected code becomes: parameters it sets, fields it leaves open. */
export type SourceCode = { field: string; code: string; set: Record<string, unknown>; open: readonly string[] };

type Entry = { set?: Record<string, unknown>; open?: string[] };

/** 采集代码: reads rulebook/lists/source-codes.yaml, and adds the `null` that three normalized fields may hold. */
export function readSourceCodes(path: string): SourceCode[] {
  const { title: _, ...fields } = parse(readFileSync(path, 'utf8')) as Record<string, Record<string, Entry>>;
  const listed = Object.entries(fields).flatMap(([field, codes]) =>
    Object.entries(codes).map(([code, { set = {}, open = [] }]) => ({ field, code, set, open })),
  );
  const unknown = [
    { field: 'firstPaidMonth', open: ['firstMonth'] },
    { field: 'lastPaidMonthOnDeath', open: ['lastMonth'] },
    { field: 'payCycleNormalized', open: ['payCycle'] },
  ];
  return [...listed, ...unknown.map(({ field, open }) => ({ field, code: 'null', set: {}, open }))];
}

/** Does a resolved value say all that `wanted` says? Of a list every wanted item must be met by some item. */
export function says(wanted: unknown, actual: unknown): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(actual) && wanted.every((item) => actual.some((each) => says(item, each)));
  }
  if (wanted === null || typeof wanted !== 'object') return wanted === actual;
  if (actual === null || typeof actual !== 'object') return false;
  return Object.entries(wanted).every(([key, value]) => says(value, (actual as Record<string, unknown>)[key]));
}
