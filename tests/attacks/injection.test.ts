import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvLine } from '#platform/http/csv.ts';
import { MONTH, openStage, type Stage } from '../isolation/stage.ts';

const DEMONSTRATION = { role: 'demonstration', kind: 'government' as const, at: '330000', isOver: false };
let stage: Stage;
let cookie: string;
beforeAll(async () => {
  stage = await openStage();
  cookie = await stage.cookieOf(DEMONSTRATION);
});
afterAll(() => stage.close());

const get = (url: string) => stage.app.inject({ method: 'GET', url, headers: { cookie } });

const SQL = [
  ...[
    "person'",
    'person"',
    'person;select pg_sleep(5)',
    'person,(select 1)',
    'person desc',
    'person--',
    '1',
    '(select 1)',
  ],
  ...[
    'l.person_no',
    'person_no asc nulls first',
    'case when 1=1 then 1 else 2 end',
    'constructor',
    'toString',
    '__proto__',
  ],
  ...['person\u0000', 'up;drop table people.person', "' union select password_hash from identity.account --"],
];

test('B-65 排序、方向、列名里的 SQL：只认写明的几个名字', async () => {
  const list = `/api/allowances/month/${MONTH}/lines?county=331083`;
  expect((await get(`${list}&sort=town&direction=down`)).statusCode).toBe(200);
  for (const text of SQL) {
    for (const name of ['sort', 'direction', 'kind', 'fromAge', 'town', 'village', 'page', 'benefit', 'county']) {
      const query = new URLSearchParams({ county: '331083', [name]: text });
      const began = performance.now();
      const answer = await get(`/api/allowances/month/${MONTH}/lines?${query}`);
      const isOther = text === '1' && (name === 'page' || name === 'fromAge');
      expect([403, 404, 422], `${name}=${text}`).toContain(isOther ? 422 : answer.statusCode);
      expect(performance.now() - began).toBeLessThan(4_000);
    }
    for (const name of ['fields', 'columns', 'order', 'orderBy', 'filter', 'dataScope', 'where', 'params[dataScope]']) {
      const answer = await get(`${list}&${new URLSearchParams({ [name]: text })}`);
      expect([answer.statusCode, answer.json().code], `${name}=${text}`).toEqual([422, 'input']);
    }
  }
  expect(stage.log).toEqual([]);
});

test('B-65 查找的字里有通配符、引号：只当普通的字', async () => {
  for (const path of ['organisations', 'accounts', 'sessions']) {
    for (const text of [
      ...SQL.filter((one) => !one.includes('\u0000') && one.length <= 50 && one !== '1'),
      '%',
      '_%_',
      '\\',
      "%' or '1'='1",
    ]) {
      const answer = await get(`/api/identity/${path}?${new URLSearchParams({ search: text })}`);
      expect([answer.statusCode, answer.json().total], `${path} ${text}`).toEqual([200, 0]);
    }
  }
});

test.each(['3611-10', '0001-01', '1999-12', '2200-01', '2023-13', '2023-8'])(
  'B-38 没有这样的月份“%s”：拒绝，计算没有开始',
  async (month) => {
    const body = { month, county: '331083' };
    const answer = await stage.app.inject({
      ...{ method: 'POST', url: '/api/allowances/runs', payload: body, headers: { cookie } },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'input']);
    const { rows } = await stage.database.ownerPool.query('select pay_month from allowances.run');
    expect(rows).toHaveLength(2);
  },
);

describe('B-66 换行、头、日志', () => {
  test('地址、查询、正文里的换行进不了回答的头，也进不了日志', async () => {
    const evil = 'x\r\nset-cookie: kangyang-session=evil\r\n\r\n<script>';
    for (const url of [
      `/api/allowances/month/${MONTH}/lines.csv?county=331083&town=${encodeURIComponent(evil)}`,
      `/api/identity/accounts?search=${encodeURIComponent(evil)}`,
      `/staff/${encodeURIComponent(evil)}`,
      `/${encodeURIComponent(evil)}`,
    ]) {
      const answer = await get(url);
      expect(answer.headers['set-cookie'], url).toBeUndefined();
      expect(answer.headers.location ?? '').not.toMatch(/[\r\n]/);
      expect(JSON.stringify(answer.headers)).not.toContain('evil');
    }
    expect(stage.log).toEqual([]);
  });

  test('公开重定向：没有一个回答把人送到别处', async () => {
    for (const url of [
      '//evil.example',
      '//evil.example/staff',
      '/\\evil.example',
      '/staff//evil.example',
      '/staff?next=//evil.example',
    ]) {
      const { statusCode, headers } = await get(url);
      expect(statusCode >= 300 && statusCode < 400 ? headers.location : '/staff/', url).toBe('/staff/');
    }
  });
});

test('B-60 导出里会被当成公式的格子：= + - @ TAB CR ＝ 等开头的都加上单引号，数目照旧', () => {
  for (const start of [
    '=',
    '+',
    '-',
    '@',
    '\t',
    '\r',
    '＝',
    '＋',
    '－',
    '＠',
    '\n',
    ' =',
    '\u00a0=',
    '\u200b=',
    '"=',
    '|',
    '%',
  ]) {
    const [cell = ''] = [csvLine([`${start}cmd|' /C calc'!A0`])];
    const read = cell
      .replace(/\r\n$/, '')
      .replace(/^"([\s\S]*)"$/, '$1')
      .replaceAll('""', '"');
    expect(/^'/.test(read), JSON.stringify(start)).toBe(!['"=', '|', '%'].includes(start));
  }
  expect(csvLine(['-12.50', '0', '张三', '1,000', '-', '+86 138'])).toBe(`-12.50,0,张三,"1,000",'-,'+86 138\r\n`);
  expect(csvLine(['-阿依古丽'])).toBe("'-阿依古丽\r\n");
});

describe('B-67 合同里的正则表达式不会被拖慢', () => {
  const text = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
  const patterns = [
    ...new Set(
      [...text.matchAll(/"pattern": ("(?:[^"\\]|\\.)*")/g)].map(([, json = '']) => JSON.parse(json) as string),
    ),
  ];

  test('读到了合同里的表达式', () => {
    expect(patterns.length).toBeGreaterThan(5);
  });

  test.each(patterns)('%s', (pattern) => {
    const regex = new RegExp(pattern, 'u');
    const letters = [...new Set(['a', '0', '-', '.', ' ', '张', '·', 'Z', '_', ':', ...pattern])];
    const began = performance.now();
    for (const letter of letters) {
      for (const count of [100, 5_000, 50_000]) {
        regex.test(letter.repeat(count));
        regex.test(`${letter.repeat(count)}!`);
        regex.test(`${`${letter}0`.repeat(count / 2)}\n`);
      }
    }
    // 50,000 signs in some hundred tries: a regex that backtracks would not come back today.
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
