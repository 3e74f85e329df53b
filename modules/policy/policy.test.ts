import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Reply } from '#platform/contract/route.ts';
import { createApp } from '#platform/http/app.ts';
import { SYSTEM_USER, type User } from '#platform/session/ctx.ts';
import { type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import { answerWhatAmIDue, listDivisions, showRule, showRulebook } from './contract.ts';
import { governingBook } from './decide/governing-book.ts';
import { registerPolicyRoutes } from './routes.ts';
import { readRulebook } from './rulebook/read-rulebook.ts';

const { rulebook, documents } = readRulebook(join(import.meta.dirname, '..', '..', 'rulebook'), { runExamples: false });
const book = governingBook(rulebook);
const YUHUAN_FILE = '330000-zhejiang/331000-taizhou/331083-yuhuan/old-age-allowance';

let database: ClonedDatabase;
let app: Awaited<ReturnType<typeof createApp>>;
let user: User | undefined;
const logged: unknown[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  app = await createApp({ log: (line) => logged.push(line), requestsPerMinute: 10_000 });
  const edge = { db: database.db, now: () => new Date('2026-11-22T02:00:00Z'), whoIs: async () => user };
  registerPolicyRoutes(app, edge, { book: () => book, documents: () => documents, province: '330000' });
  return async () => {
    await app.close();
    await database.close();
  };
});

afterEach(() => {
  user = undefined;
  expect(logged.splice(0)).toEqual([]);
});

async function ask(body: object) {
  const response = await app.inject({ method: 'POST', url: answerWhatAmIDue.path, body });
  return { status: response.statusCode, headers: response.headers, ...response.json<{ sentence: string }>() };
}

async function get<T>(path: string, query: Record<string, string> = {}) {
  const response = await app.inject({ method: 'GET', url: path, query });
  return { status: response.statusCode, body: response.json<T>() };
}

describe('我能领多少，不用登录', () => {
  test('出生日期和户籍地答一句话', async () => {
    expect(await ask({ born: '1944-03-05', county: '331083' })).toMatchObject({
      status: 200,
      sentence: '您今年82周岁，户籍在玉环市，每月可领高龄津贴60元。',
    });
  });

  test('C-08 多一项、少一项、写错都不收，用中文说错在哪里', async () => {
    const wrong = [
      { born: '1944-03-05', county: '331083', name: '王某' },
      { born: '1944-03-05' },
      { born: '1944-02-30', county: '331083' },
      { born: '1944-3-5', county: '331083' },
      { born: 19440305, county: '331083' },
      { born: '1944-03-05', county: "331083' or 1=1" },
      [],
    ];
    for (const body of wrong) {
      const { status, sentence } = await ask(body);
      expect([status, sentence], JSON.stringify(body)).toEqual([422, expect.stringContaining('填写有误')]);
    }
    expect((await ask({ born: '1944-03-05', county: '331083', name: '王某' })).sentence).toContain('name');
  });

  test('拒绝的说明里有怎么办，不重复出生日期', async () => {
    for (const body of [
      { born: '2030-01-01', county: '331083' },
      { born: '1944-03-05', county: '331021' },
    ]) {
      const { status, sentence } = await ask(body);
      expect(status).toBe(422);
      expect(sentence).toMatch(/请.*重新(填写|选择)/);
      expect(sentence).not.toContain(body.born);
    }
  });

  test('C-14 C-31 什么也不留下：库里、审计里、缓存里都没有出生日期', async () => {
    const { headers } = await ask({ born: '1938-07-19', county: '331083' });
    expect(headers['cache-control']).toBe('no-store');
    const { rows } = await database.ownerPool.query<{ line: string }>(
      'select to_jsonb(audit_entry)::text as line from platform.audit_entry',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ line }) => line).join('')).not.toMatch(/1938|331083/);
    const tables = await database.ownerPool.query<{ name: string; rows: string }>(
      `select schemaname || '.' || relname as name, n_tup_ins as rows from pg_stat_user_tables where n_tup_ins > 0`,
    );
    expect(tables.rows.filter(({ name }) => name.startsWith('policy.') || name.startsWith('people.'))).toEqual([]);
  });

  test('出生日期不能放进地址', async () => {
    const response = await app.inject({
      method: 'POST',
      url: `${answerWhatAmIDue.path}?born=1938-07-19&county=331083`,
      body: {},
    });
    expect(response.statusCode).toBe(422);
  });
});

describe('选择户籍地', () => {
  test('先市后县，含功能区，不含已撤销的', async () => {
    type Divisions = Reply<typeof listDivisions>;
    const cities = await get<Divisions>(listDivisions.path);
    expect(cities.body.divisions).toHaveLength(11);
    const counties = await get<Divisions>(listDivisions.path, { parent: '330100' });
    const names = counties.body.divisions.map(({ name }) => name);
    expect(names).toContain('钱塘区');
    expect(names).toContain('杭州西湖风景名胜区');
    expect(names).not.toContain('江干区');
  });

  test('外省、县级、没有的代码都不给', async () => {
    for (const parent of ['310000', '331083', '339900']) {
      expect((await get(listDivisions.path, { parent })).status, parent).toBe(422);
    }
  });
});

describe('规则库', () => {
  test('没有登录、没有权限的看不到', async () => {
    expect((await get(showRulebook.path)).status).toBe(401);
    user = { ...SYSTEM_USER, accountNo: 1, name: '某', permissions: new Set(['other']), scope: { type: 'none' } };
    expect((await get(showRule.path, { file: YUHUAN_FILE })).status).toBe(403);
  });

  test('按日子列出区划与档次，上级在前', async () => {
    user = SYSTEM_USER;
    const { body } = await get<Reply<typeof showRulebook>>(showRulebook.path, { day: '2023-08-01' });
    expect(body.files).toBe(rulebook.files.length);
    const rows = body.rows.filter(({ file }) => file.startsWith('330000'));
    expect(rows[0]).toMatchObject({ divisionName: '浙江省', role: 'floor', state: 'runs', cityName: null });
    const yuhuan = rows.find(({ file }) => file === YUHUAN_FILE);
    expect(yuhuan).toMatchObject({ divisionName: '玉环市', cityName: '台州市', document: '玉民发〔2023〕1号' });
    expect(yuhuan?.bands.map(({ name, monthlyFen }) => [name, monthlyFen])).toEqual([
      ['80—89周岁', 6000],
      ['90—99周岁', 8000],
      ['100周岁及以上', 50000],
    ]);
    expect(rows.find(({ file }) => file.includes('xihu'))?.state).toBe('draft');
  });

  test('日子不同，标准不同；还没有开始的规则不列', async () => {
    user = SYSTEM_USER;
    const on = async (day: string) => (await get<Reply<typeof showRulebook>>(showRulebook.path, { day })).body.rows;
    const ningbo = (rows: Awaited<ReturnType<typeof on>>) => rows.find(({ divisionName }) => divisionName === '宁波市');
    expect(ningbo(await on('2019-04-03'))?.bands.at(-1)?.monthlyFen).toBe(30000);
    expect(ningbo(await on('2019-04-04'))?.bands.at(-1)?.monthlyFen).toBe(80000);
    expect((await on('2010-06-01')).some(({ file }) => file === YUHUAN_FILE)).toBe(false);
  });

  test('每份规则都打得开：一句话、每一栏的来源、算例；草稿写明还缺什么', async () => {
    user = SYSTEM_USER;
    for (const { file } of rulebook.files) {
      const { status, body } = await get<Reply<typeof showRule>>(showRule.path, { file });
      expect(status, file).toBe(200);
      for (const version of body.versions) {
        expect(version.sentence, `${file}@${version.id}`).toMatch(/。$/);
        if (version.state === 'draft') expect(version.fields).toEqual([]);
        else expect(version.fields).toHaveLength(15);
        if (version.state !== 'draft') expect(version.examples.length, file).toBeGreaterThanOrEqual(2);
      }
    }
  });

  test('玉环：金额出自市里文件，起止月依上级，上级没写的仍标明是定夺', async () => {
    user = SYSTEM_USER;
    const { body } = await get<Reply<typeof showRule>>(showRule.path, { file: YUHUAN_FILE });
    const [version] = body.versions;
    expect(version?.sentence).toBe(
      '户籍在玉环市的老人，80—89周岁每月60元，90—99周岁每月80元，100周岁及以上每月500元；' +
        '从满龄当月起发，到身故当月止，跨档的满龄当月起按新档；按月发放，主动发放，不用申请；漏发、迟报的全部补发，多发的予以追缴。',
    );
    const origins = Object.fromEntries(version?.fields.map(({ name, origin }) => [name, origin.text]) ?? []);
    expect(origins.档次与标准).toBe('文件写明：玉民发〔2023〕1号');
    expect(origins.停发月).toMatch(/^依上级：.*浙民养〔2022〕209号/);
    expect(origins['2月29日出生']).toMatch(/^依上级：.*未载，定夺：/);
  });

  test('没有的规则说清楚怎么办', async () => {
    user = SYSTEM_USER;
    const { status, body } = await get<{ sentence: string }>(showRule.path, { file: 'nowhere/old-age-allowance' });
    expect([status, body.sentence]).toEqual([404, '规则库里没有这份规则。请从规则列表重新进入。']);
  });
});
