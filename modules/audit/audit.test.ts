import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openStage } from './audit.testing.ts';

type Entry = {
  entryNo: string;
  accountName: string;
  actor: string;
  title: string;
  seal: { state: string; block?: number };
};
const entriesIn = (answer: { body: Record<string, unknown> }) => answer.body.entries as Entry[];
const titles = (answer: { body: Record<string, unknown> }) => entriesIn(answer).map(({ title }) => title);
const READING = "action not like '/api/audit/%'";

describe('审计查询', () => {
  test('按起止日、账号、种类、动作、结果、人查；最近的在前，写明谁', async () => {
    const stage = await openStage();
    const li = { accountNo: await stage.account('li.min', '李敏'), name: 'li.min' };
    const { personNo } = await stage.person('王桂芳', 2);
    await stage.act(li, { title: '看人员', outcome: 'read', persons: [personNo], purpose: '本人来访' });
    await stage.act({ accountNo: null, name: 'system' }, { title: '计算', action: '/control/run' });
    stage.clock.now = new Date('2023-08-09T16:30:00Z'); // 10 August in Shanghai
    await stage.act(li, { title: '发放', action: '/api/allowances/release', outcome: 'refused' });

    const all = await stage.get('/api/audit/entries');
    expect(titles(all)).toEqual(['发放', '计算', '看人员']);
    expect(entriesIn(all).map(({ actor }) => actor)).toEqual(['李敏', '系统自动处理', '李敏']);
    expect(all.body.total).toBe(3);
    const found = async (query: string) => titles(await stage.get(`/api/audit/entries?${query}`));
    expect(await found('account=li.min&outcome=read')).toEqual(['看人员']);
    expect(await found('from=2023-08-10&to=2023-08-10&account=li.min')).toEqual(['发放']);
    expect(await found('to=2023-08-09&account=li.min')).toEqual(['看人员']);
    expect(await found('action=/control/run')).toEqual(['计算']);
    const ofPerson = await stage.get(`/api/audit/entries?person=${personNo}&account=li.min`);
    expect([titles(ofPerson), ofPerson.body.personName]).toEqual([['看人员'], '王**']);
    expect((await stage.get('/api/audit/entries?from=2023-08-10&to=2023-08-09')).body.code).toBe('audit.days');
  });

  test('C-06 I-16 查阅审计自己也留下审计：查了什么、涉及谁，老人看得到', async () => {
    const stage = await openStage();
    const { personNo } = await stage.person('王桂芳', 2);
    await stage.get(`/api/audit/entries?person=${personNo}`);
    await stage.get('/api/audit/state');
    const rows = await stage.rows(
      `select e.account_name, e.title, e.outcome, e.purpose, e.subject, s.person_no
       from platform.audit_entry e left join platform.audit_subject s using (audit_no) order by audit_no`,
    );
    expect(rows).toEqual([
      {
        ...{ account_name: 'zhao.yun', title: '查询审计', outcome: 'read', purpose: '查阅审计' },
        ...{ subject: `person=${personNo}`, person_no: personNo },
      },
      {
        ...{ account_name: 'zhao.yun', title: '审计状态', outcome: 'read', purpose: '查阅审计' },
        ...{ subject: null, person_no: null },
      },
    ]);
  });

  test('证件号码只在请求体里：找到的是人员序号和脱敏姓名，要写事由；没有登记过的也说清', async () => {
    const stage = await openStage();
    const { personNo, idNumber } = await stage.person('王桂芳', 2);
    const wish = { idNumber, purpose: '家属投诉信息泄露' };
    expect((await stage.post('/api/audit/find-person', wish)).body).toEqual({ personNo, nameMasked: '王**' });
    expect((await stage.post('/api/audit/find-person', { ...wish, purpose: '' })).status).toBe(422);
    const { idNumber: nobody } = await stage.person('李秀', 4);
    await stage.rows("delete from people.person where name = '李秀'");
    expect((await stage.post('/api/audit/find-person', { ...wish, idNumber: nobody })).body.code).toBe(
      'audit.no-person',
    );
    const audited = await stage.rows(`select purpose, subject from platform.audit_entry`);
    expect(audited).toEqual([{ purpose: '家属投诉信息泄露', subject: null }]);
    expect(JSON.stringify(audited)).not.toContain(idNumber);
  });
});

describe('封存状态和核对', () => {
  test('I-15 每一行：尚未封存，进了第几块，由第几个签名头签过；迟交的行也找得到它的块', async () => {
    const stage = await openStage();
    const some = { accountNo: null, name: 'system' };
    await stage.act(some, { title: '一' });
    await stage.seal();
    await stage.sign();
    // Begun before the others and committed after them: an older instant in a later block.
    await stage.act(some, { title: '二' });
    stage.clock.now = new Date('2023-08-07T00:30:00Z');
    await stage.act(some, { title: '迟' });
    await stage.seal();
    stage.clock.now = new Date('2023-08-07T02:00:00Z');
    await stage.act(some, { title: '三' });
    const shown = entriesIn(await stage.get('/api/audit/entries'));
    expect(shown.map(({ title, seal }) => [title, seal.state, seal.block])).toEqual([
      ['三', 'unsealed', undefined],
      ['二', 'sealed', 2],
      ['一', 'signed', 1],
      ['迟', 'sealed', 2],
    ]);
  });

  test('I-14 I-15 核对一行：五十毫秒内给出证明；行、块、签名头改一处都当场说出', async () => {
    const stage = await openStage();
    const some = { accountNo: null, name: 'system' };
    for (let n = 0; n < 40; n += 1) await stage.act(some, { title: `第${n}件`, persons: [n + 1] });
    await stage.seal();
    await stage.act(some);
    await stage.seal();
    await stage.sign();
    const prove = async (no = 17) => (await stage.get(`/api/audit/entries/${no}/proof`)).body;
    const good = await prove();
    expect(good).toMatchObject({ ok: true, steps: [{ ok: true }, { ok: true }, { ok: true }] });
    expect((good.path as unknown[]).length).toBe(6);
    // The best of ten: this machine may be busy with something else.
    const times: number[] = [];
    for (let n = 0; n < 10; n += 1) times.push(Number((await prove()).ms));
    expect(Math.min(...times)).toBeLessThan(50);
    expect((await stage.get('/api/audit/entries/999/proof')).status).toBe(404);

    const changes = [
      ["update platform.audit_entry set subject = '改' where audit_no = 17", '鉴别码不对'],
      ['delete from platform.audit_subject where audit_no = 17', '鉴别码不对'],
      ["update platform.audit_block set root = '\\x00' where block_no = 1", '杂凑与这一行不符'],
      ['update platform.audit_block set sealed_at = now() where block_no = 2', '第 2 块被改动过'],
      ['update platform.audit_head set line = replace(line, \'"head":1\', \'"head":2\')', '签名不是本系统'],
    ] as const;
    for (const table of ['entry', 'subject', 'block', 'head'])
      await stage.rows(`create table public.kept_${table} as select * from platform.audit_${table}`);
    for (const [change, said] of changes) {
      await stage.rows(change);
      const bad = await prove();
      expect(bad.ok, change).toBe(false);
      expect(JSON.stringify(bad.steps), change).toContain(said);
      await stage.rows(`update platform.audit_entry e set subject = k.subject from public.kept_entry k
        where k.audit_no = e.audit_no`);
      await stage.rows('insert into platform.audit_subject select * from public.kept_subject on conflict do nothing');
      await stage.rows(`update platform.audit_block b set root = k.root, sealed_at = k.sealed_at
        from public.kept_block k where k.block_no = b.block_no`);
      await stage.rows(
        'update platform.audit_head h set line = k.line from public.kept_head k where k.head_no = h.head_no',
      );
    }
    expect((await prove()).ok).toBe(true);
  });

  test('审计状态：最后的块和签名头、签名头多久以前、上次核对的结果', async () => {
    const stage = await openStage();
    await stage.act({ accountNo: null, name: 'system' });
    await stage.seal();
    await stage.sign();
    await stage.act({ accountNo: null, name: 'system' });
    await stage.rows(`insert into platform.audit_verification (at, is_ok, blocks, sealed_rows, unsealed_rows, heads,
      problem_count, problems, took_ms) values ('2023-08-07', false, 1, 1, 0, 1, 1, '{第 1 行不在了}', 5)`);
    stage.clock.now = new Date(stage.clock.now.getTime() + 90 * 60_000);
    const { body } = await stage.get('/api/audit/state');
    expect(body).toMatchObject({
      unsealedRows: 1,
      lastHead: { head: 1, block: 1, rows: 1, ageMinutes: 91 },
      blocks: [{ block: 1, rows: 1, head: 1 }],
      verifications: [{ ok: false, problemCount: 1, problems: ['第 1 行不在了'] }],
    });
    expect((body.kinds as { keepMonths: number }[]).map(({ keepMonths }) => keepMonths)).toEqual([6, 36, 360, 360]);
  });
});

describe('C-37 谁看过谁', () => {
  test('谁看过这个人：逐人看的和在名单上的都算；拒绝的不算', async () => {
    const stage = await openStage();
    const li = { accountNo: await stage.account('li.min', '李敏'), name: 'li.min' };
    const qian = { accountNo: await stage.account('qian.jin', '钱进'), name: 'qian.jin' };
    const { personNo } = await stage.person('王桂芳', 2);
    const hash = 'a'.repeat(64);
    stage.lists.set(personNo, [hash]);
    await stage.act(li, { persons: [personNo], outcome: 'read' });
    await stage.act(li, { persons: [personNo], outcome: 'read' });
    await stage.act(qian, { list: { count: 70_000, hash }, outcome: 'read' });
    await stage.act(qian, { persons: [personNo], outcome: 'refused' });
    await stage.act(qian, { persons: [personNo + 1], outcome: 'read' });
    const { body } = await stage.get(`/api/audit/who-saw?person=${personNo}&from=2023-08-07&to=2023-08-07`);
    expect(body.seers).toMatchObject([
      { accountName: 'qian.jin', actor: '钱进', times: 1, onLists: 1 },
      { accountName: 'li.min', actor: '李敏', times: 2, onLists: 0 },
    ]);
  });

  test('这个账号看过谁：逐人列出，名单另列；导出的就是这些人', async () => {
    const stage = await openStage();
    const li = { accountNo: await stage.account('li.min', '李敏'), name: 'li.min' };
    const [one, two] = [await stage.person('王桂芳', 2), await stage.person('李秀', 4)];
    await stage.act(li, { persons: [one.personNo, two.personNo], outcome: 'read' });
    await stage.act(li, { persons: [one.personNo], outcome: 'read' });
    await stage.act(li, { title: '看清册', list: { count: 9, hash: 'b'.repeat(64) }, outcome: 'read' });
    await stage.act({ accountNo: null, name: 'system' }, { persons: [two.personNo] });
    const { body } = await stage.get('/api/audit/whom-saw?account=li.min&from=2023-08-07');
    expect(body).toMatchObject({
      total: 2,
      persons: [
        { nameMasked: '王**', times: 2 },
        { nameMasked: '李*', times: 1 },
      ],
    });
    expect(body.lists).toMatchObject([{ title: '看清册', count: 9 }]);
    const { text } = await stage.get('/api/audit/whom-saw.csv?account=li.min');
    expect(text.split('\r\n').slice(1, 3)).toEqual([
      expect.stringMatching(new RegExp(`^${one.personNo},王\\*\\*,2,`)),
      expect.stringMatching(new RegExp(`^${two.personNo},李\\*,1,`)),
    ]);
    expect((await stage.rows(`select from platform.audit_entry where kind = 'business' and ${READING}`)).length).toBe(
      4,
    );
  });

  test('C-38 导出记两行审计：开始时的编号，写完后的行数和文件的 SHA-256；文件每一行写明谁导出的', async () => {
    const stage = await openStage();
    const { personNo } = await stage.person('王桂芳', 2);
    await stage.act({ accountNo: null, name: 'li.min' }, { persons: [personNo], outcome: 'read' });
    const { text } = await stage.get('/api/audit/entries.csv?account=li.min');
    const [, line = ''] = text.split('\r\n');
    expect(line.split(',').at(-1)).toBe('第 1 号导出 赵云（zhao.yun） 2023-08-07 09:01');
    const rows = await stage.rows(
      `select title, subject, item_count, list_hash, request_id from platform.audit_entry where account_name = 'zhao.yun'`,
    );
    expect(rows).toMatchObject([
      { title: '导出审计查询结果', subject: '第 1 号导出 /api/audit/entries.csv?account=li.min', list_hash: null },
      { title: '导出审计查询结果（文件）', subject: '第 1 号导出，已写完', item_count: 1 },
    ]);
    expect(rows[1]?.list_hash).toBe(createHash('sha256').update(text).digest('hex'));
    expect(rows[1]?.request_id).toBe(rows[0]?.request_id);
  });
});
