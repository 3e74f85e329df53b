import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  AUDIENCE_NAMES,
  MARK_SIGNS,
  markOf,
  ORGANISATION_KIND_NAMES,
  PERMISSION_NAMES,
  placeWord,
  ROLE_TABLE,
  ROLES,
  type Role,
} from '#modules/identity/contract.ts';
import type { AnyRoute } from '#platform/contract/route.ts';
import { allRoutes } from './routes.ts';

const TARGET = new URL('../../docs/guides/permissions.md', import.meta.url).pathname;
const LEVELS = ['省', '市', '县', '乡镇街道', '村社区'];

/** 权限页: the roles, and which role may call which route, from the same tables that the server obeys. */
export function permissionsPage(routes: readonly AnyRoute[] = allRoutes()): string {
  const named = routes.filter(({ permission }) => permission in PERMISSION_NAMES);
  const titled = (permission: string) =>
    routes
      .filter((route) => route.permission === permission)
      .map(({ title, method, path }) => `- ${title} \`${method} ${path}\``);
  return [
    '# 权限表',
    '<!-- 由 tools/docs/matrix.ts 按 modules/identity/role.ts 和各模块的 contract.ts 生成，勿手改。 -->',
    '一次办事只用一个岗位：权限是这个岗位的角色的，范围是这个岗位所在组织的。民政系统的岗位管本级区划及以下，省级管全省；外部单位没有辖区。',
    '三类管理员互不兼任，也不办业务；计算清册的人不发放。演示人员只在演示库里有。',
    ['## 角色', ...table(['角色', '代码', '人群', '可设在', '权限'], ROLES.map(roleRow))].join('\n'),
    [
      '## 谁能用哪个接口',
      `${MARK_SIGNS.yes} 能用；${MARK_SIGNS.within} 只在辖区内能用；空白不能用。标“再次核对”的办以前要再核对一次身份（identity.prove_again_limit，15 分钟）；数据目录主人的命令没有会话，不问。`,
      '',
      ...table(
        ['接口', '地址', '涉及地域', ...ROLES.map((role) => ROLE_TABLE[role].name)],
        named.map((route) => routeRow(route)),
      ),
    ].join('\n'),
    ['## 登录没有完成也能用', ...titled('signing-in')].join('\n'),
    ['## 登录后都能用', ...titled('signed-in')].join('\n'),
    [
      '## 公民在门户登录后能用',
      '只及于本人和有效委托的老人；工作人员的会话在这里不认。',
      '',
      ...titled('citizen'),
    ].join('\n'),
    ['## 不登录也能用', ...titled('public')].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function roleRow(role: Role): string[] {
  const entry = ROLE_TABLE[role];
  const where =
    'levels' in entry
      ? entry.levels.map((level) => LEVELS[level - 1] ?? '').join('、')
      : entry.kinds.map((kind) => ORGANISATION_KIND_NAMES[kind]).join('、');
  const permissions = entry.permissions.map((permission) => PERMISSION_NAMES[permission]).join('；');
  return [entry.name, `\`${role}\``, AUDIENCE_NAMES[entry.audience], where, permissions || '（随所在模块）'];
}

function routeRow(route: AnyRoute): string[] {
  const { title, method, path, reauthenticate } = route;
  return [
    reauthenticate ? `${title}（再次核对）` : title,
    `\`${method} ${path}\``,
    placeWord(route),
    ...ROLES.map((role) => MARK_SIGNS[markOf(role, route)]),
  ];
}

function table(head: readonly string[], rows: readonly string[][]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const page = permissionsPage();
  if (!values.check) await writeFile(TARGET, page);
  else if ((await readFile(TARGET, 'utf8')) !== page) {
    console.error(
      'docs/guides/permissions.md 与权限表不一致。请执行 node_modules/.bin/node tools/docs/matrix.ts 后提交。',
    );
    process.exitCode = 1;
  }
}
