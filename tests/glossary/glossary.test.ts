import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { testDatabase } from '#platform/testing/database.ts';
import { ROOT, readRepository } from '../architecture/repository.ts';
import { readTables } from '../migrations/live-schema.ts';
import { bannedProblems, glossarySchema, keyOf, type Term, tableProblems, uniquenessProblems } from './glossary.ts';
import { namesOf } from './names.ts';

const terms = glossarySchema.parse(parse(readFileSync(join(ROOT, 'docs/glossary.yaml'), 'utf8')));
const names = namesOf(readRepository());

describe('词汇表', () => {
  test('一个中文词对一个英文词', () => {
    expect(uniquenessProblems(terms)).toEqual([]);
  });

  test.each(Object.entries(names))('没有用禁用的同义词：%s', (_, found) => {
    expect(bannedProblems(found, terms)).toEqual([]);
  });

  test('模块的每张表都在词汇表里，中文名一致', async () => {
    const { ownerPool } = await testDatabase();
    const tables = (await readTables(ownerPool)).map(({ name, comment }) => ({
      name,
      title: comment?.split(' | ')[0] ?? '',
    }));
    expect(
      tableProblems(
        tables.filter(({ name }) => !name.startsWith('platform.')),
        terms,
      ),
    ).toEqual([]);
  });
});

describe('检查程序自己也要查', () => {
  const allowance: Term = { zh: '津贴', en: 'old-age allowance', source: 's', banned: ['subsidy', 'age grant'] };
  const service: Term = { zh: '服务补贴', en: 'service subsidy', source: 's', banned: [] };
  const found = (text: string) => bannedProblems([{ text, where: 'w' }], [allowance, service]).length;

  test('各种写法里的同义词都认得出，较长的词优先', () => {
    for (const text of ['elderSubsidy', 'pay_subsidies', 'SubsidyPaid', 'age-grants', '/api/subsidies/:id'])
      expect(found(text)).toBe(1);
    for (const text of ['serviceSubsidy', 'service_subsidies', 'oldAgeAllowance', 'ageGranted'])
      expect(found(text)).toBe(0);
    expect(() => bannedProblems([], [allowance])).toThrow('looks in the wrong place');
  });

  test('重复的词、既用又禁的词', () => {
    expect(uniquenessProblems([allowance, service])).toEqual([]);
    expect(uniquenessProblems([allowance, { ...service, zh: '津贴' }])).toHaveLength(1);
    expect(uniquenessProblems([allowance, { ...service, en: 'Old age allowances' }])).toHaveLength(1);
    expect(uniquenessProblems([allowance, { ...service, en: 'subsidy' }])).toHaveLength(1);
    expect(keyOf('oldAgeAllowances')).toBe(keyOf('old-age allowance'));
  });

  test('表不在词汇表里，或中文名不同', () => {
    expect(tableProblems([{ name: 'a.service_subsidy', title: '服务补贴' }], [service])).toEqual([]);
    expect(tableProblems([{ name: 'a.service_subsidy', title: '津贴' }], [service])).toHaveLength(1);
    expect(tableProblems([{ name: 'a.other', title: '津贴' }], [service])).toHaveLength(1);
    expect(() => tableProblems([], [service])).toThrow('looks in the wrong place');
  });
});
