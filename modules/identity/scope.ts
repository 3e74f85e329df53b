import { countyCodeOf, findDivision, placeNow } from '#modules/places/index.ts';
import type { Scope } from '#platform/session/ctx.ts';
import type { Account } from './contract.ts';
import { GOVERNMENT, type Level, type OrganisationKind } from './role.ts';

/** 管辖范围 of an organisation's posts: government covers its division and all in it; an outside organisation what is its own. */
export function scopeOf(kind: OrganisationKind, division: string, organisationNo: number): Scope {
  if (kind !== GOVERNMENT) return { type: 'organisation', organisationNo };
  const place = findDivision(division);
  if (!place) return { type: 'none' };
  // One database is one province: who covers it covers everything in the database.
  return place.level === 1 ? { type: 'whole' } : { type: 'division', code: place.code };
}

/** 层级 of an organisation's place; of a code that is none the lowest, where least may be held. */
export function levelOf(division: string): Level {
  return findDivision(division)?.level ?? 5;
}

/** 管辖范围 as its owner sees it. */
export function scopeShown(scope: Scope): Account['scope'] {
  if (scope.type !== 'division') return scope;
  const level = levelOf(scope.code);
  return { ...scope, level, county: level < 3 ? null : countyCodeOf(scope.code) };
}

/** 在不在辖区: whether a division lies in the scope. A code that is none lies in no division. */
export function covers(scope: Scope, code: string): boolean {
  if (scope.type !== 'division') return scope.type === 'whole';
  const outer = findDivision(scope.code);
  // A division's number is the first of all that lie in it; what was abolished lies where its successor does.
  const place = placeNow(code);
  return outer !== undefined && outer.placeLo <= place && place <= outer.placeHi;
}

/** 辖区序号: the place numbers by which the database tells what lies in a division. */
export function placesOf(code: string): { placeLo: number; placeHi: number } | undefined {
  return findDivision(code);
}
