import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childrenOf } from '#modules/places/index.ts';
import type { Reply } from '#platform/contract/route.ts';
import { monthNo } from '#platform/month/month.ts';
import { aPerson, openStage, paid, type Stage, WENLING, YUHUAN } from './allowances.testing.ts';
import type { showCountyMonth, showMonth, startRun } from './contract.ts';

const AUGUST = '2023-08';
const villageOf = (county: string) => childrenOf(childrenOf(county)[0]!.code)[0]!.code;
const PEOPLE = 20;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const bornIn = (county: string) => Array.from({ length: PEOPLE }, () => aPerson('1938-04-11', villageOf(county)));
  await stage.load([...bornIn(YUHUAN), ...bornIn(WENLING)]);
  const paidTo = (first: number) =>
    Array.from({ length: PEOPLE }, (_, n) => paid(first + n, '2023-01', '2023-07', 6_000));
  await stage.open(YUHUAN, paidTo(1));
  await stage.open(WENLING, paidTo(1 + PEOPLE), false);
});
afterAll(() => stage.close());

async function countyMonth(county: string, month = AUGUST) {
  const answer = await stage.get(`/api/allowances/month/${month}/counties/${county}`);
  return answer.json<Reply<typeof showCountyMonth>>();
}
const start = (body: object) => stage.post('/api/allowances/runs', body, { as: 'officer' });
const release = async (wish: { county?: string; month?: string; sha256?: string }) => {
  const { county = YUHUAN, month = AUGUST } = wish;
  const sha256 = wish.sha256 ?? (await countyMonth(county, month)).result?.sha256;
  const answer = await stage.post('/api/allowances/release', { month, county, sha256 });
  return { status: answer.statusCode, ...answer.json<{ code: string; sentence: string; releaseNo: number }>() };
};
const audited = (action: string) =>
  stage.rows<{ account_name: string; subject: string; outcome: string }>(
    'select account_name, subject, outcome from platform.audit_entry where action = $1 order by audit_no',
    [action],
  );

/** Holds what a run needs to compute the unit, so that it stands still until let go. */
async function holding(county: string, month: string) {
  const client = await stage.database.ownerPool.connect();
  const key = `${monthNo(month)}/${county}`;
  await client.query('select pg_advisory_lock(72661, hashtext($1))', [key]);
  return async () => {
    await client.query('select pg_advisory_unlock(72661, hashtext($1))', [key]);
    client.release();
  };
}

/** Holds what folding needs, until let go. */
async function noFolding() {
  const client = await stage.database.ownerPool.connect();
  await client.query('select pg_advisory_lock(72660)');
  return async () => {
    await client.query('select pg_advisory_unlock(72660)');
    client.release();
  };
}

describe('计算', () => {
  test('县名、月份、待遇写错：说明错在哪里，什么都不开始', async () => {
    const broken: [object, number, string][] = [
      [{ month: '2023-8' }, 422, 'input'],
      [{ month: AUGUST, county: '玉环' }, 422, 'input'],
      [{ month: AUGUST, benefit: 'pension' }, 422, 'input'],
      [{ month: AUGUST, extra: 1 }, 422, 'input'],
      [{}, 422, 'input'],
      [{ month: AUGUST, county: '339999' }, 404, 'allowances.no-county'],
      [{ month: AUGUST, county: '331000' }, 404, 'allowances.no-county'],
      [{ month: AUGUST, county: '330106' }, 422, 'allowances.no-people'],
      [{ month: '2023-07', county: YUHUAN }, 422, 'allowances.before-opening'],
    ];
    for (const [body, status, code] of broken) {
      const answer = await start(body);
      expect([answer.statusCode, answer.json().code], JSON.stringify(body)).toEqual([status, code]);
    }
    expect(await stage.rows('select from allowances.run')).toEqual([]);
    expect((await stage.get('/api/allowances/runs/1')).statusCode).toBe(404);
  });

  test('还没有算的不能发放', async () => {
    expect(await release({ sha256: '0'.repeat(64) })).toMatchObject({ status: 409, code: 'allowances.not-computed' });
  });

  test('两个人同时算：一次计算，第二个说明是同一次；算着的时候别的范围、别的月份先等', async () => {
    const letGo = await holding(YUHUAN, AUGUST);
    const answers = await Promise.all([start({ month: AUGUST }), start({ month: AUGUST })]);
    const runs = answers.map((answer) => answer.json<Reply<typeof startRun>>());
    expect(runs[0]?.runNo).toBe(runs[1]?.runNo);
    expect(runs.map(({ joined }) => joined).sort()).toEqual([false, true]);
    expect(runs[0]).toMatchObject({ total: 2, finished: false, failed: null });
    for (const other of [{ month: AUGUST, county: YUHUAN }, { month: '2023-09' }]) {
      const answer = await start(other);
      expect([answer.statusCode, answer.json().code], JSON.stringify(other)).toEqual([409, 'allowances.running']);
      expect(answer.json().sentence).toMatch(/^2023-08的计算正在进行（[01]\/2）/);
    }
    const during = (await stage.get('/api/allowances/month')).json<Reply<typeof showMonth>>();
    expect(during.run).toMatchObject({ runNo: runs[0]?.runNo, total: 2, finished: false });
    await letGo();
    await stage.run(AUGUST);
    expect((await countyMonth(YUHUAN)).result?.totals).toMatchObject({ persons: PEOPLE, amountFen: PEOPLE * 6_000 });
    const lines = await stage.rows('select person_no from allowances.pay_line');
    expect(new Set(lines.map((line) => JSON.stringify(line))).size).toBe(2 * PEOPLE);
    expect(lines).toHaveLength(2 * PEOPLE);
    expect((await stage.get('/api/allowances/month')).json()).toMatchObject({ run: null });
  });

  test('M-22 事实没有变，再算一遍：合计、校验值、截止时间、每一行都不变', async () => {
    const all = () => stage.rows('select * from allowances.pay_line order by person_no');
    const [before, lines] = [await countyMonth(YUHUAN), await all()];
    stage.clock.now = new Date('2023-08-27T01:00:00Z');
    await stage.run(AUGUST, YUHUAN);
    await stage.run(AUGUST);
    expect(await countyMonth(YUHUAN)).toEqual(before);
    expect(await all()).toEqual(lines);
  });

  test('审计里有谁算的', async () => {
    const entries = await audited('/api/allowances/runs');
    expect(entries.length).toBeGreaterThanOrEqual(4);
    expect(new Set(entries.map((entry) => `${entry.account_name} ${entry.outcome}`))).toEqual(
      new Set(['officer done', 'administrator done']),
    );
  });
});

describe('发放', () => {
  test('不是看到的那份清册、开账没签认：不发放', async () => {
    expect(await release({ sha256: 'f'.repeat(64) })).toMatchObject({ status: 409, code: 'allowances.list-changed' });
    expect(await release({ county: WENLING })).toMatchObject({
      status: 409,
      code: 'allowances.opening-not-signed',
      sentence: '温岭市的开账数据还没有签认，差额只能查看，不能发放。请先签认开账。',
    });
    expect(await audited('/api/allowances/release')).toEqual([]);
  });

  test('C-07 审计写不进去，就没有发放', async () => {
    await stage.rows('revoke insert on platform.audit_entry from kangyang_app');
    const refused = await release({});
    await stage.rows('grant insert on platform.audit_entry to kangyang_app');
    expect(refused.status).toBe(500);
    expect((await countyMonth(YUHUAN)).state).toBe('computed');
    stage.log.length = 0;
  });

  test('发放一次；谁、何时发放看得到；同一事务里有一行审计；第二次拒绝', async () => {
    // Folding waits meanwhile: it writes into the row that must be the releaser's own.
    const letFold = await noFolding();
    const sha256 = (await countyMonth(YUHUAN)).result?.sha256;
    const [one, other] = await Promise.all([release({}), release({})]);
    const done = one.status === 200 ? one : other;
    const again = one.status === 200 ? other : one;
    expect(done.status, JSON.stringify([one, other])).toBe(200);
    expect(again).toMatchObject({ status: 409, code: 'allowances.already-released' });
    expect(await countyMonth(YUHUAN)).toMatchObject({
      state: 'released',
      releasedBy: 'administrator',
      releasedAt: '2023-08-27T01:00:00.000Z',
    });
    expect(await audited('/api/allowances/release')).toEqual([
      {
        account_name: 'administrator',
        subject: `2023-08 331083 ${sha256}；发放县月清册：2023-08 331083`,
        outcome: 'done',
      },
    ]);
    const [entry] = await stage.rows(
      `select a.xmin::text = u.xmin::text as together from platform.audit_entry a, allowances.unit_month u
       where a.action = '/api/allowances/release' and u.release_no = $1`,
      [done.releaseNo],
    );
    await letFold();
    expect(entry).toEqual({ together: true });
  });

  test('发放以后再算，已发放的清册原样不动', async () => {
    const before = await countyMonth(YUHUAN);
    await stage.rows(
      `insert into people.fact (person_no, kind, from_day, source, recorded_at) values (1, 'death', '2023-07-01', '殡葬', '2023-08-26')`,
    );
    await stage.run(AUGUST);
    expect(await countyMonth(YUHUAN)).toEqual(before);
  });

  test('M-23 M-24 下月只有差额：七月去世的一人停发并追缴八月，其余不变；再发放再算，差额为零', async () => {
    stage.clock.now = new Date('2023-09-20T01:00:00Z');
    await stage.run('2023-09');
    const { result } = await countyMonth(YUHUAN, '2023-09');
    expect(result?.totals).toEqual({
      persons: PEOPLE - 1,
      amountFen: (PEOPLE - 1) * 6_000,
      backPayPersons: 0,
      backPayFen: 0,
      recoveryFen: -6_000,
    });
    expect(result?.byKind).toMatchObject({ stopped: { persons: 1, amountFen: 6_000 }, unchanged: { persons: 19 } });
    expect((await release({ month: '2023-09' })).status).toBe(200);
    stage.clock.now = new Date('2023-10-20T01:00:00Z');
    await stage.run('2023-10', YUHUAN);
    expect((await countyMonth(YUHUAN, '2023-10')).result?.totals).toMatchObject({ persons: 19, recoveryFen: 0 });
    const orders = await stage.rows<{ person_no: number; fen: number }>(
      `select person_no, sum(monthly_fen * (to_month - from_month))::int as fen from allowances.pay_part
       where pay_month < $1 and unit = $2 group by 1 order by 1`,
      [monthNo('2023-10'), YUHUAN],
    );
    expect(orders.map(({ fen }) => fen)).toEqual([0, ...Array<number>(PEOPLE - 1).fill(12_000)]);
    // Released lists are folded into spans: two months of the same sum are one.
    const [august, october] = [monthNo(AUGUST), monthNo('2023-10')];
    expect(
      await stage.rows('select from allowances.unit_month where release_no is not null and folded_at is null'),
    ).toEqual([]);
    const spans = await stage.rows<{ person_no: number; fen: number }>(
      `select person_no, monthly_fen as fen from allowances.order_span
       where from_month = $1 and to_month = $2 and county = $3 order by 1`,
      [august, october, YUHUAN],
    );
    expect(spans.map(({ fen }) => fen)).toEqual(Array<number>(PEOPLE - 1).fill(6_000));
  });

  test('晚月先发放了，早月再发放要重算', async () => {
    await stage.rows('update allowances.opening set signed_by = $1, signed_at = now() where county = $2', [
      '财务',
      WENLING,
    ]);
    expect((await release({ county: WENLING, month: '2023-09' })).status).toBe(200);
    expect(await release({ county: WENLING })).toMatchObject({ status: 409, code: 'allowances.earlier-first' });
  });
});
