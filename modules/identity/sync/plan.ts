import { permissionsOf, type Role } from '../role.ts';
import { chosenPosts, movesOf } from './chosen-posts.ts';
import {
  ABOUT_DEPARTMENT,
  type Conflict,
  type DirectoryPerson,
  type HeldPost,
  type Known,
  type KnownAccount,
  type Plan,
  type Say,
} from './known.ts';

// 同步方案: what the directory says against what stands here. Pure: the same two always give the same plan.

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
      if (ABOUT_DEPARTMENT.includes(kind)) countPerson(conflict, person);
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
  const posts = chosenPosts(person, [], known, say);
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
    if (chosenPosts(person, [], known, () => undefined).length > 0)
      say({
        kind: 'returned',
        key: person.employeeCode,
        evidence: { 姓名: person.displayName, 账号序号: account.accountNo },
      });
    return;
  }
  if (account.displayName !== person.displayName)
    plan.rename.push({ accountNo: account.accountNo, was: account.displayName, displayName: person.displayName });
  const mayGo = ({ role }: HeldPost) => {
    if (!managesAccounts(role) || maySpare(account, administrators)) return true;
    say(lastAdministrator(person, account));
    return false;
  };
  const { fresh, gone } = movesOf(person, account, known, mayGo, say);
  if (gone.length > 0) plan.take.push({ account, posts: gone });
  if (fresh.length > 0) plan.give.push({ account, posts: fresh });
}
