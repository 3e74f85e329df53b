const MODULE_ORDER = `places identity notices exchange people audit providers evidence cases ledger payments assessment
  policy allowances cards orders stays escrow response supervision insight`.split(/\s+/);

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { MODULE_ORDER as SERVER_ORDER } from '#server/module-order.ts';
import { checkIdProblems } from './check-ids.ts';
import { decisionProblems, linkProblems } from './documents.ts';
import { importsOf } from './imports.ts';
import { browserProblems, layerProblems } from './layers.ts';
import { outwardProblems } from './outward.ts';
import {
  type Denied,
  deniedProblems,
  dependencyProblems,
  type LockFile,
  lockProblems,
  type Manifest,
} from './packages.ts';
import { privateTableProblems } from './private-tables.ts';
import { ROOT, readRepository } from './repository.ts';
import { doorProblems, longFiles, longFunctions, nameProblems, readmeProblems } from './shape.ts';
import { classProblems, dateProblems, leftoverProblems, machineProblems } from './words.ts';

const SERVER_PACKAGES = ['fastify', 'kysely', 'pg', 'pg-copy-streams', 'sharp', 'yaml'];

const files = readRepository();
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('谁可以用谁', () => {
  const imports = importsOf(files);

  test('每个引用都符合依赖规则：应用、模块（自下而上）、平台', () => {
    expect(layerProblems(imports, MODULE_ORDER)).toEqual([]);
  });

  test('页面用到的一切都能在浏览器里运行', () => {
    expect(browserProblems(imports, SERVER_PACKAGES)).toEqual([]);
  });

  test('服务器的模块次序与本文件第一行一致', () => {
    const [first, ...modules] = SERVER_ORDER;
    expect(first).toBe('platform');
    expect(modules).toEqual(MODULE_ORDER.filter((name) => modules.some((one) => one === name)));
  });

  test('表是各模块私有的：SQL 只点自己的表', () => {
    expect(privateTableProblems(files, MODULE_ORDER)).toEqual([]);
  });

  test('B-70 向外的调用只有一个出口', () => {
    expect(outwardProblems(files)).toEqual([]);
  });

  test('模块只有一扇门，对外不超过十个函数', () => {
    expect(doorProblems(files)).toEqual([]);
  });
});

describe('写法', () => {
  test('文件不超过250行', () => {
    expect(longFiles(files)).toEqual([]);
  });

  test('函数不超过60行', () => {
    expect(longFunctions(files)).toEqual([]);
  });

  test('每个模块有不超过25行的 README', () => {
    expect(readmeProblems(files)).toEqual([]);
  });

  test('名字说明内容；规则库里没有程序', () => {
    expect(nameProblems(files)).toEqual([]);
  });

  test('B-36 日期是文字，不是 Date', () => {
    expect(dateProblems(files)).toEqual([]);
  });

  test('只有错误是类', () => {
    expect(classProblems(files)).toEqual([]);
  });

  test('没有跳过的测试，没有待办', () => {
    expect(leftoverProblems(files)).toEqual([]);
  });

  test('测试标题里的编号都有说明', () => {
    expect(checkIdProblems(files, read('docs/guides/checks.md'))).toEqual([]);
  });

  test('没有本机路径、软件源地址或仓库以外的文件', () => {
    expect(machineProblems(files, ROOT)).toEqual([]);
  });
});

describe('文档', () => {
  test('链接都有去处', () => {
    expect(linkProblems(files, (path) => existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('每个决定是一页，写明日期', () => {
    expect(decisionProblems(files)).toEqual([]);
  });
});

describe('依赖', () => {
  const lock = JSON.parse(read('package-lock.json')) as LockFile;

  test('C-09 没有禁用清单上的版本', () => {
    expect(deniedProblems(lock, parse(read('docs/denied-packages.yaml')) as Denied[])).toEqual([]);
  });

  test('锁文件有哈希，没有下载地址', () => {
    expect(lockProblems(lock)).toEqual([]);
  });

  test('每个依赖固定到一个版本，并写明理由', () => {
    const manifest = JSON.parse(read('package.json')) as Manifest;
    const decisions = files.filter(({ path }) => path.startsWith('docs/decisions/')).map(({ text }) => text);
    expect(dependencyProblems(manifest, decisions.join('\n'))).toEqual([]);
  });
});
