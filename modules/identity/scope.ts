import { findDivision, placeIsWithin } from '#modules/places/index.ts';
import type { Scope } from '#platform/session/ctx.ts';
import { GOVERNMENT, type OrganisationKind } from './role.ts';

/** 管辖范围 of an organisation's posts: government covers its division and all in it; an outside organisation no place. */
export function scopeOf(kind: OrganisationKind, division: string): Scope {
  const place = kind === GOVERNMENT ? findDivision(division) : undefined;
  if (!place) return { type: 'none' };
  // One database is one province: who covers it covers everything in the database.
  return place.level === 1 ? { type: 'whole' } : { type: 'division', code: place.code };
}

/** 在不在辖区: whether a division lies in the scope. A code that is none lies in no division. */
export function covers(scope: Scope, code: string): boolean {
  if (scope.type !== 'division') return scope.type === 'whole';
  const [inner, outer] = [findDivision(code), findDivision(scope.code)];
  return inner !== undefined && outer !== undefined && placeIsWithin(inner, outer);
}
