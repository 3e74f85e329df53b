import { overlap, whyApart } from '../post/apart.ts';
import { type Level, mayBeHeldAt, type OrganisationKind, permissionsOf, ROLE_NAMES, type Role } from '../role.ts';

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
  const said = new Map<string, Conflict>();
  const sayOf = (person: DirectoryPerson): Say => {
    const own = new Set<string>();
    return ({ kind, key, evidence }) => {
      const id = `${kind} ${key}`;
      if (own.has(id) || known.isRejected(kind, key)) return;
      own.add(id);
      const conflict = said.get(id) ?? { kind, key, evidence };
      said.set(id, conflict);
      if (kind === 'unknown-department') countPerson(conflict, person);
    };
  };
  const byCode = accountsByCode(known.accounts);
  const byName = Map.groupBy(
    known.accounts.filter((one) => one.employeeCode === null && !one.isEnded),
    (one) => one.displayName,
  );
  const administrators = new Set(known.accounts.filter((one) => isAdministrator(one, known.today)));
  for (const person of people) {
    const account = byCode.get(person.employeeCode);
    const say = sayOf(person);
    if (!person.isHere) leave(person, account, administrators, plan, say);
    else if (account) stay(person, account, known, administrators, plan, say);
    else arrive(person, byName.get(person.displayName) ?? [], known, plan, say);
  }
  return { ...plan, conflicts: [...said.values()] };
}

/** An account that has ended keeps its code: the one in use wins, else the last made. */
function accountsByCode(accounts: readonly KnownAccount[]): Map<string, KnownAccount> {
  const byCode = new Map<string, KnownAccount>();
  for (const one of accounts) {
    if (one.employeeCode === null) continue;
    const other = byCode.get(one.employeeCode);
    if (!other || other.isEnded) byCode.set(one.employeeCode, one);
  }
  return byCode;
}

/** One thing to decide for all the people of a department. */
function countPerson({ evidence }: Conflict, { displayName }: DirectoryPerson): void {
  const others = Number(evidence.人数 ?? 0);
  evidence.人数 = others + 1;
  if (others === 0) evidence.例如 = displayName;
}

type Say = (conflict: Conflict) => void;

function managesAccounts(role: Role): boolean {
  return permissionsOf(role).includes('identity.manage');
}

function isAdministrator({ isEnded, posts }: KnownAccount, today: string): boolean {
  return !isEnded && posts.some(({ role, fromDay }) => managesAccounts(role) && fromDay <= today);
}

/** Whether the others could still let people in; if so he is one no more. */
function maySpare(account: KnownAccount, administrators: Set<KnownAccount>): boolean {
  if (administrators.has(account) && administrators.size === 1) return false;
  administrators.delete(account);
  return true;
}

function leave(
  person: DirectoryPerson,
  account: KnownAccount | undefined,
  administrators: Set<KnownAccount>,
  plan: Plan,
  say: Say,
): void {
  if (!account || account.isEnded) return;
  if (maySpare(account, administrators)) plan.end.push(account);
  else say(lastAdministrator(person, account));
}

function lastAdministrator({ employeeCode, displayName }: DirectoryPerson, { accountNo }: KnownAccount): Conflict {
  const evidence = { 姓名: displayName, 工号: employeeCode, 账号序号: accountNo };
  return { kind: 'last-administrator', key: employeeCode, evidence };
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

function stay(
  person: DirectoryPerson,
  account: KnownAccount,
  known: Known,
  administrators: Set<KnownAccount>,
  plan: Plan,
  say: Say,
): void {
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
  const moved = standing.filter(({ directoryKey }) => !keys.has(directoryKey ?? ''));
  const gone = moved.filter(({ role }) => {
    if (!managesAccounts(role) || maySpare(account, administrators)) return true;
    say(lastAdministrator(person, account));
    return false;
  });
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
