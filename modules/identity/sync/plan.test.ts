import { describe, expect, test } from 'vitest';
import type { Role } from '../role.ts';
import { losesTooMany } from './counts.ts';
import type { DirectoryPerson, Known, KnownAccount, Place } from './known.ts';
import { planOf } from './plan.ts';

const person = (employeeCode: string, over: Partial<DirectoryPerson> = {}): DirectoryPerson => ({
  employeeCode,
  displayName: `某${employeeCode}`,
  isHere: true,
  positions: [{ departmentCode: 'D1', position: '审批岗' }],
  ...over,
});
const account = (accountNo: number, over: Partial<KnownAccount> = {}): KnownAccount => ({
  accountNo,
  displayName: `某E${accountNo}`,
  employeeCode: `E${accountNo}`,
  isEnded: false,
  ...{ posts: [], standsIn: [] },
  ...over,
});
const held = (role: Role, directoryKey: string | null) => ({
  ...{ postNo: 1, role, organisationNo: 1, fromDay: '2023-01-01', untilDay: null, directoryKey },
});
const ROLES = new Map([
  ['审批岗', 'county-approver'],
  ['发放岗', 'county-releaser'],
  ['厅长', 'province-officer'],
] as const);
const YUHUAN: Place = {
  ...{ organisationNo: 1, name: '玉环市民政局', kind: 'government', level: 3 },
  ...{ fromDay: null, untilDay: null },
};
const known = (accounts: readonly KnownAccount[], rejected: string[] = [], place = YUHUAN): Known => ({
  accounts,
  placeOf: (code) => (code === 'D1' ? place : undefined),
  departmentName: (code) => `部门${code}`,
  roleOf: (position) => ROLES.get(position as '审批岗'),
  isRejected: (kind, key) => rejected.includes(`${kind} ${key}`),
  today: '2023-08-07',
});
const kinds = (plan: ReturnType<typeof planOf>) => plan.conflicts.map(({ kind }) => kind);

describe('通讯录同步方案', () => {
  test('新人建账号设岗位；在本系统没有岗位的人不建', () => {
    const plan = planOf(
      [person('E1'), person('E2', { positions: [{ departmentCode: 'D1', position: '司机' }] })],
      known([]),
    );
    expect(plan.make.map(({ person: one, posts }) => [one.employeeCode, posts[0]?.role])).toEqual([
      ['E1', 'county-approver'],
    ]);
    expect(plan.conflicts).toEqual([]);
  });

  test('离职停用；已停用的不再停；最后一位系统管理员交给人决定', () => {
    const posts = [held('system-administrator', null)];
    const accounts = [account(1), account(2, { isEnded: true, posts }), account(3, { posts })];
    const plan = planOf(
      ['E1', 'E2', 'E3'].map((code) => person(code, { isHere: false })),
      known(accounts),
    );
    expect(plan.end.map(({ accountNo }) => accountNo)).toEqual([1]);
    expect(kinds(plan)).toEqual(['last-administrator']);
  });

  test('两位系统管理员一起离职或调走：留下一位，交给人决定', () => {
    const posts = [held('system-administrator', 'D1/system-administrator')];
    const both = [account(1, { posts }), account(2, { posts })];
    const gone = (over: Partial<DirectoryPerson>) =>
      planOf(
        ['E1', 'E2'].map((code) => person(code, over)),
        known(both),
      );
    expect(gone({ isHere: false })).toMatchObject({ end: [{ accountNo: 1 }], conflicts: [{ key: 'E2' }] });
    expect(gone({ positions: [] })).toMatchObject({
      take: [{ account: { accountNo: 1 } }],
      conflicts: [{ key: 'E2' }],
    });
  });

  test('一个部门对不上，有多少人都只问一次', () => {
    const positions = [{ departmentCode: 'D9', position: '审批岗' }];
    const plan = planOf(
      ['E1', 'E2', 'E3'].map((code) => person(code, { positions: [...positions, ...positions] })),
      known([]),
    );
    expect(plan.conflicts).toEqual([
      {
        ...{ kind: 'unknown-department', key: 'D9' },
        evidence: { 部门: '部门D9', 部门编号: 'D9', 人数: 3, 例如: '某E1' },
      },
    ]);
  });

  test('调动结束旧岗位、设新岗位；手工设的岗位不动；没有变化就什么也不做', () => {
    const stands = account(1, { posts: [held('county-approver', 'D1/county-approver')] });
    expect(planOf([person('E1')], known([stands]))).toMatchObject({
      give: [],
      take: [],
      make: [],
      end: [],
      conflicts: [],
    });
    const moved = person('E1', { positions: [{ departmentCode: 'D1', position: '发放岗' }] });
    const plan = planOf([moved], known([stands]));
    expect([plan.take[0]?.posts.length, plan.give[0]?.posts[0]?.role]).toEqual([1, 'county-releaser']);
    const none = planOf(
      [person('E1', { positions: [] })],
      known([account(1, { posts: [held('county-approver', null)] })]),
    );
    expect(none.take).toEqual([]);
  });

  test('计算的和发放的不给同一人，也不管另一个是不是手工设的', () => {
    const both = ['审批岗', '发放岗'].map((position) => ({ departmentCode: 'D1', position }));
    const plan = planOf([person('E1', { positions: both })], known([account(1)]));
    expect([plan.give[0]?.posts.length, kinds(plan)]).toEqual([1, ['role-conflict']]);
    const byHand = known([account(1, { posts: [held('county-releaser', null)] })]);
    expect(kinds(planOf([person('E1')], byHand))).toEqual(['role-conflict']);
  });

  test('C-04 三类管理员互不兼任：留下的最后一位系统管理员岗位也算，不再给他业务岗位', () => {
    const last = account(1, { posts: [held('system-administrator', 'D1/system-administrator')] });
    const plan = planOf([person('E1')], known([last]));
    expect([plan.take, plan.give]).toEqual([[], []]);
    expect(kinds(plan)).toEqual(['last-administrator', 'role-conflict']);
    const other = account(2, { posts: [held('system-administrator', null)] });
    const spared = planOf([person('E1')], known([last, other]));
    expect([spared.take[0]?.posts[0]?.role, spared.give[0]?.posts[0]?.role]).toEqual([
      'system-administrator',
      'county-approver',
    ]);
  });

  test('计算的不发放：代岗的、以后才结束的、已经在任的都算；通讯录里写的先后不动人', () => {
    const until = { fromDay: '2023-01-01', untilDay: '2023-09-01' };
    const standIn = account(1, { standsIn: [{ role: 'county-releaser', ...until }] });
    const ending = account(1, { posts: [{ ...held('county-releaser', 'D1/county-releaser'), ...until }] });
    for (const one of [standIn, ending]) {
      const plan = planOf([person('E1')], known([one]));
      expect([kinds(plan), plan.give]).toEqual([['role-conflict'], []]);
    }
    const over = account(1, { standsIn: [{ role: 'county-releaser', ...until, untilDay: '2023-08-07' }] });
    expect(planOf([person('E1')], known([over])).give).toHaveLength(1);
    const both = ['审批岗', '发放岗'].map((position) => ({ departmentCode: 'D1', position }));
    const stands = known([account(1, { posts: [held('county-releaser', 'D1/county-releaser')] })]);
    for (const positions of [both, both.toReversed()]) {
      const plan = planOf([person('E1', { positions })], stands);
      expect([kinds(plan), plan.give, plan.take]).toEqual([['role-conflict'], [], []]);
    }
  });

  test('部门换了组织：原组织的岗位结束，在新组织另设；组织已停用的不设，交给人决定', () => {
    const stands = [account(1, { posts: [held('county-approver', 'D1/county-approver')] })];
    const moved = planOf([person('E1')], known(stands, [], { ...YUHUAN, organisationNo: 2 }));
    expect(moved.take[0]?.posts).toMatchObject([{ organisationNo: 1 }]);
    expect(moved.give[0]?.posts).toMatchObject([{ organisationNo: 2, role: 'county-approver' }]);
    const days = { fromDay: '2000-01-01', untilDay: '2023-08-07' };
    const ended = planOf([person('E1'), person('E2')], known(stands, [], { ...YUHUAN, ...days }));
    expect([ended.make, ended.give, ended.take.length]).toEqual([[], [], 1]);
    const evidence = { 部门: '部门D1', 部门编号: 'D1', 组织: '玉环市民政局', 起日: '2000-01-01', 止日: '2023-08-07' };
    expect(ended.conflicts).toEqual([
      { kind: 'organisation-ended', key: 'D1', evidence: { ...evidence, 人数: 2, 例如: '某E1' } },
    ]);
    const rejected = planOf([person('E2')], known([], ['organisation-ended D1'], { ...YUHUAN, ...days }));
    expect([kinds(rejected), rejected.make]).toEqual([[], []]);
  });

  test('不认识的部门、设不了的角色、同名、离职又回来：交给人决定；决定过不再提', () => {
    const strange = person('E1', { positions: [{ departmentCode: 'D9', position: '审批岗' }] });
    expect(kinds(planOf([strange], known([])))).toEqual(['unknown-department']);
    const chief = person('E1', { positions: [{ departmentCode: 'D1', position: '厅长' }] });
    expect(kinds(planOf([chief], known([])))).toEqual(['role-elsewhere']);
    const namesake = account(7, { employeeCode: null, displayName: '某E1' });
    expect(kinds(planOf([person('E1')], known([namesake])))).toEqual(['same-name']);
    const decided = planOf([person('E1')], known([namesake], ['same-name E1']));
    expect([kinds(decided), decided.make.length]).toEqual([[], 1]);
    expect(kinds(planOf([person('E1')], known([account(1, { isEnded: true })])))).toEqual(['returned']);
  });

  test('同一工号有停用的和在用的两个账号：只看在用的，不管哪个先建', () => {
    const stands = [held('county-approver', 'D1/county-approver')];
    const ended = (accountNo: number) => account(accountNo, { employeeCode: 'E1', displayName: '某E1', isEnded: true });
    const live = account(2, { employeeCode: 'E1', displayName: '某E1', posts: stands });
    for (const accounts of [
      [ended(1), live],
      [live, ended(3)],
    ]) {
      const plan = planOf([person('E1')], known(accounts));
      expect([kinds(plan), plan.make, plan.give, plan.take]).toEqual([[], [], [], []]);
      const left = planOf([person('E1', { isHere: false })], known(accounts));
      expect(left.end.map(({ accountNo }) => accountNo)).toEqual([2]);
    }
  });

  test('失去账号或岗位的人超过上限要先问；人少时五个以内不问', () => {
    const accounts = Array.from({ length: 20 }, (_, at) => account(at + 1));
    const leaving = (count: number) =>
      planOf(
        accounts.slice(0, count).map(({ employeeCode }) => person(employeeCode ?? '', { isHere: false })),
        known(accounts),
      );
    expect([5, 6].map((count) => losesTooMany(leaving(count), accounts, 10))).toEqual([false, true]);
    expect(losesTooMany(leaving(6), accounts, 50)).toBe(false);
  });
});
