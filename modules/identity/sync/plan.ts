import { overlap, whyApart } from '../post/apart.ts';
import { type Level, mayBeHeldAt, type OrganisationKind, ROLE_NAMES, type Role } from '../role.ts';

// 同步方案: what the directory says against what stands here. Pure: the same two always give the same plan.

export type Position = { departmentCode: string; position: string };
export type DirectoryPerson = {
  employeeCode: string;
  displayName: string;
  isHere: boolean;
  positions: readonly Position[];
};
export type Place = { organisationNo: number; name: string; kind: OrganisationKind; level: Level };
export type HeldPost = {
  postNo: number;
  role: Role;
  organisationNo: number;
  fromDay: string;
  untilDay: string | null;
  /** Null: made by hand, and left alone. */
  directoryKey: string | null;
};
export type KnownAccount = {
  accountNo: number;
  displayName: string;
  employeeCode: string | null;
  isEnded: boolean;
  /** Nobody else could let anybody in. */
  isLastAdministrator: boolean;
  posts: readonly HeldPost[];
};
export type Known = {
  accounts: readonly KnownAccount[];
  /** By department code; undefined: the department itself is unknown. */
  placeOf: (departmentCode: string) => Place | undefined;
  departmentName: (departmentCode: string) => string;
  roleOf: (position: string) => Role | undefined;
  /** Conflicts that somebody decided to leave as they are. */
  isRejected: (kind: ConflictKind, key: string) => boolean;
  today: string;
};

export const CONFLICT_KINDS = [
  'unknown-department',
  'same-name',
  'returned',
  'role-conflict',
  'role-elsewhere',
  'last-administrator',
] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];
export type Conflict = { kind: ConflictKind; key: string; evidence: Record<string, string | number> };

export type WishedPost = { role: Role; organisationNo: number; directoryKey: string };
export type Plan = {
  make: { person: DirectoryPerson; posts: readonly WishedPost[] }[];
  /** 离职: disabled today. */
  end: KnownAccount[];
  give: { account: KnownAccount; posts: readonly WishedPost[] }[];
  /** 调动: posts of the directory that it does not name any more. */
  take: { account: KnownAccount; posts: readonly HeldPost[] }[];
  rename: { accountNo: number; displayName: string }[];
  conflicts: Conflict[];
};

export function planOf(people: readonly DirectoryPerson[], known: Known): Plan {
  const plan: Plan = { make: [], end: [], give: [], take: [], rename: [], conflicts: [] };
  const say = (conflict: Conflict) => {
    if (!known.isRejected(conflict.kind, conflict.key)) plan.conflicts.push(conflict);
  };
  const byCode = new Map(known.accounts.flatMap((one) => (one.employeeCode === null ? [] : [[one.employeeCode, one]])));
  const byName = Map.groupBy(
    known.accounts.filter((one) => one.employeeCode === null && !one.isEnded),
    (one) => one.displayName,
  );
  for (const person of people) {
    const account = byCode.get(person.employeeCode);
    if (!person.isHere) leave(person, account, plan, say);
    else if (account) stay(person, account, known, plan, say);
    else arrive(person, byName.get(person.displayName) ?? [], known, plan, say);
  }
  return plan;
}

type Say = (conflict: Conflict) => void;

function leave(person: DirectoryPerson, account: KnownAccount | undefined, plan: Plan, say: Say): void {
  if (!account || account.isEnded) return;
  if (!account.isLastAdministrator) plan.end.push(account);
  else say({ kind: 'last-administrator', key: person.employeeCode, evidence: { 姓名: person.displayName } });
}

function arrive(person: DirectoryPerson, sameName: readonly KnownAccount[], known: Known, plan: Plan, say: Say): void {
  const posts = wishedPosts(person, [], known, say);
  // Most of an office has nothing to do here: without a post of ours nobody gets an account.
  if (posts.length === 0) return;
  const [other] = sameName;
  if (other && !known.isRejected('same-name', person.employeeCode)) {
    const evidence = { 姓名: person.displayName, 工号: person.employeeCode, 已有账号: other.accountNo };
    say({ kind: 'same-name', key: person.employeeCode, evidence });
    return;
  }
  plan.make.push({ person, posts });
}

function stay(person: DirectoryPerson, account: KnownAccount, known: Known, plan: Plan, say: Say): void {
  if (account.isEnded) {
    if (wishedPosts(person, [], known, () => undefined).length > 0)
      say({
        kind: 'returned',
        key: person.employeeCode,
        evidence: { 姓名: person.displayName, 账号序号: account.accountNo },
      });
    return;
  }
  if (account.displayName !== person.displayName)
    plan.rename.push({ accountNo: account.accountNo, displayName: person.displayName });
  const byHand = account.posts.filter(({ directoryKey }) => directoryKey === null);
  const wished = wishedPosts(person, byHand, known, say);
  const keys = new Set(wished.map(({ directoryKey }) => directoryKey));
  const standing = account.posts.filter(({ directoryKey, untilDay }) => directoryKey !== null && untilDay === null);
  const gone = standing.filter(({ directoryKey }) => !keys.has(directoryKey ?? ''));
  const stands = new Set(standing.map(({ directoryKey }) => directoryKey));
  const fresh = wished.filter(({ directoryKey }) => !stands.has(directoryKey));
  if (gone.length > 0) plan.take.push({ account, posts: gone });
  if (fresh.length > 0) plan.give.push({ account, posts: fresh });
}

/** The posts that his positions mean here; what does not go goes to the desk instead. */
function wishedPosts(person: DirectoryPerson, byHand: readonly HeldPost[], known: Known, say: Say): WishedPost[] {
  const wished = new Map<string, WishedPost>();
  for (const { departmentCode, position } of person.positions) {
    const role = known.roleOf(position);
    if (!role) continue;
    const place = known.placeOf(departmentCode);
    const directoryKey = `${departmentCode}/${role}`;
    if (!place) {
      const evidence = { 部门: known.departmentName(departmentCode), 部门编号: departmentCode };
      say({ kind: 'unknown-department', key: departmentCode, evidence });
    } else if (!mayBeHeldAt(role, place.kind, place.level)) {
      const evidence = { 姓名: person.displayName, 组织: place.name, 角色: ROLE_NAMES[role] };
      say({ kind: 'role-elsewhere', key: `${person.employeeCode}/${directoryKey}`, evidence });
    } else if (fits(person, role, [...wished.values()], byHand, known, say)) {
      wished.set(directoryKey, { role, organisationNo: place.organisationNo, directoryKey });
    }
  }
  return [...wished.values()];
}

/** 不相容: the directory may name both; here nobody holds both. */
function fits(
  person: DirectoryPerson,
  role: Role,
  wished: readonly WishedPost[],
  byHand: readonly HeldPost[],
  { today }: Known,
  say: Say,
): boolean {
  const from = { fromDay: today, untilDay: null };
  const held = byHand.filter((post) => overlap(post, from));
  const other = [...wished, ...held].find((one) => whyApart(one.role, role));
  if (!other) return true;
  const evidence = {
    姓名: person.displayName,
    工号: person.employeeCode,
    角色: ROLE_NAMES[role],
    与: ROLE_NAMES[other.role],
  };
  say({ kind: 'role-conflict', key: `${person.employeeCode}/${role}`, evidence });
  return false;
}

export type Counts = Record<'make' | 'end' | 'give' | 'take' | 'rename' | 'conflicts' | 'people', number>;

export function countsOf(people: readonly DirectoryPerson[], plan: Plan): Counts {
  const posts = (rows: readonly { posts: readonly unknown[] }[]) =>
    rows.reduce((sum, row) => sum + row.posts.length, 0);
  return {
    people: people.length,
    make: plan.make.length,
    end: plan.end.length,
    give: posts(plan.give) + posts(plan.make),
    take: posts(plan.take),
    rename: plan.rename.length,
    conflicts: plan.conflicts.length,
  };
}

const ALWAYS_ALLOWED = 5;

/** 防清空: whether so many would lose account or posts that a person must say yes first. */
export function losesTooMany(plan: Plan, accounts: readonly KnownAccount[], mostPercent: number): boolean {
  const standing = accounts.filter((one) => one.employeeCode !== null && !one.isEnded).length;
  const losing = plan.end.length + plan.take.length;
  return losing > ALWAYS_ALLOWED && losing * 100 > standing * mostPercent;
}
