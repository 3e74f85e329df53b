import type { Account } from '#modules/identity/contract.ts';

/** 本街道, 本村: where a post covers less than a county, the only lines it may ask for. */
export type OwnPlace = { name: string; county: string; only: { town?: string; village?: string } };

export function ownPlace({ scope, post }: Pick<Account, 'scope' | 'post'>): OwnPlace | undefined {
  if (scope.type !== 'division' || post === null || scope.level < 4 || scope.county === null) return undefined;
  const only = scope.level === 5 ? { village: scope.code } : { town: scope.code };
  return { name: post.organisationName, county: scope.county, only };
}
