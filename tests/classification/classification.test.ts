import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { maskPersonName } from '#modules/people/person-name.ts';
import {
  type ClassifiedColumn,
  exceptionOf,
  protectionOf,
  readClassification,
} from '#platform/classification/classify.ts';
import { EXCEPTIONS } from '#platform/classification/exceptions.ts';
import { CONTROLS, LEVELS, levelOfComment } from '#platform/classification/level.ts';
import { maskedField } from '#platform/classification/masked-field.ts';
import { isMasked, maskAccount, maskAddress, maskIdNumber, maskPhone } from '#platform/classification/masks.ts';
import { scrub } from '#platform/classification/scrub.ts';
import { findSealedColumns } from '#platform/keys/sealed-columns.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { CLASSIFICATION_PAGE, classificationPage } from '#tools/docs/classification.ts';
import { allRoutes } from '#tools/docs/routes.ts';

let columns: ClassifiedColumn[];
beforeAll(async () => {
  columns = await readClassification((await testDatabase()).ownerPool);
  expect(columns.length).toBeGreaterThan(100);
});

describe('C-40 每一列都有级别', () => {
  test('分级页与数据库一致', async () => {
    expect(await readFile(CLASSIFICATION_PAGE, 'utf8')).toBe(classificationPage(columns));
  });

  test('三级、四级的列：封存、盲索引，或在写明理由的例外里', () => {
    const missing = columns.filter((column) => protectionOf(column) === 'missing');
    expect(missing.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
    expect(columns.filter(({ level }) => level >= 3).length).toBeGreaterThan(8);
  });

  test('例外不多也不少，每个都有理由和另外的保护', () => {
    const used = columns.filter(({ level }) => level >= 3).filter((column) => exceptionOf(column));
    expect(used.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
      Object.keys(EXCEPTIONS).toSorted(),
    );
    for (const { reason, protection } of Object.values(EXCEPTIONS)) {
      expect([reason.length > 8, protection.length > 8]).toEqual([true, true]);
    }
  });

  test('凡写着封存的列，轮换都认得', async () => {
    const known = await findSealedColumns((await testDatabase()).ownerPool);
    const sealed = columns.filter((column) => protectionOf(column) === 'sealed');
    expect(known.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
      sealed.map(({ table, column }) => `${table}.${column}`).toSorted(),
    );
  });

  test('没有分级的列按最高级，而且算缺保护', () => {
    for (const comment of [null, undefined, '', '姓名', 'L5 姓名', 'L3姓名']) expect(levelOfComment(comment)).toBe(4);
    const column = { table: 'a.b', column: 'c', type: 'text', level: levelOfComment(null), title: '' };
    expect(protectionOf(column)).toBe('missing');
    for (const level of LEVELS) expect(levelOfComment(`L${level} 名`)).toBe(level);
    expect(protectionOf({ ...column, level: 3, type: 'text', title: '封存:x' })).toBe('missing');
    expect(protectionOf({ ...column, level: 3, type: 'bytea', title: '封存:x' })).toBe('sealed');
    expect(protectionOf({ ...column, level: 3, type: 'bytea', title: '盲索引' })).toBe('blind-index');
    expect(protectionOf({ ...column, level: 3, type: 'text', title: '盲索引' })).toBe('missing');
    expect(protectionOf({ ...column, level: 2 })).toBe('masked');
    expect(protectionOf({ ...column, level: 1 })).toBe('none-needed');
  });
});

test('C-41 级别定下返回、封存、日志、导出；级别越高管得越严', () => {
  const of = (name: 'reply' | 'sealed' | 'log' | 'export') => LEVELS.map((level) => CONTROLS[level][name]);
  expect(of('reply')).toEqual(['clear', 'masked', 'reveal', 'reveal']);
  expect(of('sealed')).toEqual([false, false, true, true]);
  expect(of('log')).toEqual(['clear', 'never', 'never', 'never']);
  expect(of('export')).toEqual(['clear', 'masked', 'approval', 'approval']);
  for (const level of LEVELS) expect(CONTROLS[level].basis).toContain('GB/T 43697');
  for (const level of [3, 4] as const) expect(CONTROLS[level].basis).toContain('GB/T 45574');
});

test('I-07 脱敏后的样子认得出，明文认得出', () => {
  expect(maskIdNumber('33990119430315123X')).toBe('3399**********123X');
  expect(maskIdNumber('EX0000001')).toBe('*******01');
  expect(maskPhone('13800001234')).toBe('138****1234');
  expect(maskPhone('0576-87654321')).toBe('***********21');
  expect(maskAccount('9999330000000000013')).toBe('****0013');
  for (const [kind, masked, clear] of [
    ['id-number', maskIdNumber('33990119430315123X'), '33990119430315123X'],
    ['id-number', maskIdNumber('EX0000001'), 'EX0000001'],
    ['phone', maskPhone('15400000001'), '15400000001'],
    ['phone', maskPhone('0576-87654321'), '0576-87654321'],
    ['account', maskAccount('9999330000000000013'), '9999330000000000013'],
    ['address', maskAddress('合成路1号'), '合成路1号'],
    ['name', '张**', '张小明'],
    ['name', '诸葛*明', '诸葛孔明'],
    ['name', '买买提·***', '买买提·吐尔逊'],
    ['name', '*', '张'],
  ] as const) {
    expect([kind, isMasked(kind, masked), isMasked(kind, clear)]).toEqual([kind, true, false]);
  }
});

test('I-07 返回里凡叫作脱敏的字段，出门以前都核对是不是脱敏的样子；没有的可以空着', () => {
  const named = allRoutes().flatMap(({ path, reply }) =>
    fieldsIn(z.toJSONSchema(reply, { io: 'output', unrepresentable: 'any' }))
      .filter(([name]) => /Masked$/.test(name))
      .map(([name, field]) => [`${path} ${name}`, JSON.stringify(field).includes('"mask":')]),
  );
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter(([, isChecked]) => !isChecked)).toEqual([]);
  const field = maskedField('name', '姓名');
  expect(['合**', '', '合成甲'].map((text) => field.safeParse(text).success)).toEqual([true, true, false]);
  const longest = `${'买'.repeat(30)}·${'提'.repeat(19)}`;
  expect(isMasked('name', maskPersonName(longest))).toBe(true);
  expect(['1943-03-**', '1943-03-15'].map((text) => isMasked('birth', text))).toEqual([true, false]);
});

/** Every property of a JSON schema, at whatever depth. */
function fieldsIn(schema: unknown): [string, unknown][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { properties?: object };
  return [...Object.entries(properties), ...Object.values(schema).flatMap(fieldsIn)];
}

test('C-12 日志里的证件号、账号、电话洗掉，区划代码、金额、日期留着', () => {
  for (const secret of [
    '33990119430315123X',
    '33990119430315123x',
    '15400000001',
    '9999330000000000013',
    '154 0000 0001',
  ])
    for (const around of [`重复：(${secret}) 已有`, `"${secret}"`, secret, `号码${secret}，`])
      expect(scrub(around)).not.toContain(secret);
  for (const kept of [
    '331083001001',
    '2026-11-28T02:00:00.000Z',
    '第 1033060 元',
    'a1b2c3d4-0000-4000-8000-000000000001',
  ])
    expect(scrub(kept)).toBe(kept);
});
