import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PERMISSION_NAMES, ROLE_TABLE, ROLES } from '#modules/identity/contract.ts';
import { classOf } from '#platform/http/limits.ts';
import { permissionsPage } from '#tools/docs/matrix.ts';
import { allRoutes } from '#tools/docs/routes.ts';
import { isTestCode } from './kind-of-file.ts';
import { ROOT, readRepository } from './repository.ts';

const routes = allRoutes();
const PAGE = 'docs/guides/permissions.md';
/** By what a person is found who is not known yet: his document, or its end. */
const FINDING = /^lastFour$|idNumber$/i;
/** Permissions whose routes come with the next step. */
const WAITING = new Set<string>([]);

describe('接口、权限、范围', () => {
  test('声明了的接口一个不漏：代码里每个 defineRoute 都在表上', () => {
    const declared = readRepository()
      .filter(({ path }) => /^(modules|server|platform)\/.*\.ts$/.test(path) && !isTestCode(path))
      .flatMap(({ text }) => [...text.matchAll(/= defineRoute\(/g)]);
    expect(declared.length).toBeGreaterThan(20);
    expect(routes).toHaveLength(declared.length);
    const addresses = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test('I-01 不公开的接口都写明涉及哪里；公开的都不涉及', () => {
    const without = routes.filter(({ permission, scope }) => permission !== 'public' && scope === undefined);
    expect(without.map(({ path }) => path)).toEqual([]);
    const open = routes.filter(({ permission, scope }) => permission === 'public' && (scope ?? 'none') !== 'none');
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  test('C-05 接口要的权限都在权限表上；表上的权限都有接口用', () => {
    const wanted = new Set(routes.map(({ permission }) => permission));
    for (const name of ['public', 'signing-in', 'signed-in', 'citizen']) wanted.delete(name);
    expect([...wanted].filter((name) => !(name in PERMISSION_NAMES))).toEqual([]);
    expect(Object.keys(PERMISSION_NAMES).filter((name) => !wanted.has(name) && !WAITING.has(name))).toEqual([]);
    for (const role of ROLES)
      expect(Object.keys(PERMISSION_NAMES)).toEqual(expect.arrayContaining([...ROLE_TABLE[role].permissions]));
  });

  test('B-86 工作人员按证件找人的接口都属查询一类，一天有额度', () => {
    const asking = routes.filter(({ body, query, permission, stream }) => {
      const asked = [body, query].flatMap((part) => Object.keys((part as { shape?: object }).shape ?? {}));
      const isStaffs = permission !== 'public' && permission !== 'citizen' && stream === undefined;
      return isStaffs && asked.some((name) => FINDING.test(name));
    });
    expect(asking.length).toBeGreaterThan(5);
    expect(asking.filter((route) => classOf(route) !== 'search').map(({ path }) => path)).toEqual([]);
  });

  test('权限页与权限表一致（否则执行 node_modules/.bin/node tools/docs/matrix.ts）', () => {
    expect(readFileSync(join(ROOT, PAGE), 'utf8')).toBe(permissionsPage(routes));
  });
});
