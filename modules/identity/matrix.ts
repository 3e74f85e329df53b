import type { AnyRoute } from '#platform/contract/route.ts';
import { PERMISSION_NAMES, type Permission, ROLE_TABLE, ROLES, type Role } from './role.ts';

/** 能用, 只在辖区内能用, 不能用. */
export const MARKS = ['yes', 'within', 'no'] as const;
export type Mark = (typeof MARKS)[number];
export const MARK_SIGNS: Record<Mark, string> = { yes: '●', within: '○', no: '' };

/** Which role may call a route, and whether only for its own places: from the table that the server obeys. */
export function markOf(role: Role, { permission, scope }: Pick<AnyRoute, 'permission' | 'scope'>): Mark {
  const entry = ROLE_TABLE[role];
  if (!entry.permissions.includes(permission as Permission)) return 'no';
  if (scope === 'none') return 'yes';
  // An outside organisation's post covers no place.
  if (!('levels' in entry)) return 'no';
  const isProvince = entry.levels.every((level) => level === 1);
  if (scope === 'whole') return isProvince ? 'yes' : 'no';
  return isProvince ? 'yes' : 'within';
}

/** 涉及地域 of a route, in a word. */
export function placeWord({ scope }: Pick<AnyRoute, 'scope'>): string {
  if (scope === 'none') return '无';
  return scope === 'whole' ? '全省' : '辖区';
}

/** Routes that ask for no right of a role: who may call them. */
export const FOR_EVERYBODY: Readonly<Record<string, string>> = {
  'signing-in': '登录没有完成也能用',
  'signed-in': '登录后都能用',
  citizen: '公民在门户登录后能用，只及于本人和有效委托的老人',
  public: '不登录也能用',
};

const keyOf = ({ path, method }: AnyRoute) => `${path} ${method}`;

/** 权限表 as rows, in the order of their addresses: every route with its right, and a mark for each role in the order of ROLES. */
export function matrixOf(routes: readonly AnyRoute[]) {
  const sorted = routes.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return sorted.map((route) => {
    const { title, method, path, permission } = route;
    return {
      ...{ title, method, path, place: placeWord(route) },
      permissionName: PERMISSION_NAMES[permission as Permission] ?? FOR_EVERYBODY[permission] ?? permission,
      isForRoles: permission in PERMISSION_NAMES,
      isDangerous: route.reauthenticate === true,
      marks: ROLES.map((role) => markOf(role, route)),
    };
  });
}
