import * as allowances from '#modules/allowances/contract.ts';
import * as audit from '#modules/audit/contract.ts';
import * as identity from '#modules/identity/contract.ts';
import * as people from '#modules/people/contract.ts';
import * as policy from '#modules/policy/contract.ts';
import * as classification from '#platform/classification/contract.ts';
import type { AnyRoute } from '#platform/contract/route.ts';
import * as keys from '#platform/keys/contract.ts';

const CONTRACTS: readonly Record<string, unknown>[] = [
  identity,
  audit,
  people,
  policy,
  allowances,
  classification,
  keys,
];

/** Every route that a contract declares, in the order of modules and of their addresses. */
export function allRoutes(): AnyRoute[] {
  return CONTRACTS.flatMap((contract) =>
    Object.values(contract)
      .filter(isRoute)
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
  );
}

function keyOf({ path, method }: AnyRoute): string {
  return `${path} ${method}`;
}

function isRoute(value: unknown): value is AnyRoute {
  return typeof value === 'object' && value !== null && 'path' in value && 'permission' in value && 'reply' in value;
}
