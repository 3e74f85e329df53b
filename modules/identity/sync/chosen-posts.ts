import { overlap, whyApart } from '../post/apart.ts';
import { mayBeHeldAt, ROLE_NAMES } from '../role.ts';
import type {
  Conflict,
  DirectoryPerson,
  Duty,
  HeldPost,
  Known,
  KnownAccount,
  Place,
  Say,
  WishedPost,
} from './known.ts';

/** 新人的岗位: what his positions mean here and what goes together. `stays`: as what he may act whatever the directory says. */
export function chosenPosts(person: DirectoryPerson, stays: readonly Duty[], known: Known, say: Say): WishedPost[] {
  const posts: WishedPost[] = [];
  for (const post of placedPosts(person, known, say))
    if (fits(person, post, [...stays, ...posts.map((one) => dutyOf(one, known))], known, say)) posts.push(post);
  return posts;
}

/**
 * 调动: the directory's posts that are new and those that end. Duties are kept apart (不相容) from what really stays after it: posts by
 * hand, stand-ins, posts that end later, and one that may not go. What stands comes before what is new: the order of the
 * directory's lines moves nobody.
 */
export function movesOf(
  person: DirectoryPerson,
  { posts, standsIn }: KnownAccount,
  known: Known,
  mayGo: (post: HeldPost) => boolean,
  say: Say,
): { fresh: WishedPost[]; gone: HeldPost[] } {
  const standing = posts.filter(({ directoryKey, untilDay }) => directoryKey !== null && untilDay === null);
  const wished = placedPosts(person, known, say);
  const stays: Duty[] = [...posts.filter((one) => !standing.includes(one)), ...standsIn];
  const gone: HeldPost[] = [];
  const letGo = (post: HeldPost) => (mayGo(post) ? gone : stays).push(post);
  for (const post of standing) if (!wished.some((wish) => isSame(post, wish))) letGo(post);
  for (const post of standing) {
    const wish = wished.find((one) => isSame(post, one));
    if (!wish) continue;
    if (fits(person, wish, stays, known, say)) stays.push(post);
    else letGo(post);
  }
  const fresh: WishedPost[] = [];
  for (const wish of wished) {
    if (standing.some((post) => isSame(post, wish)) || !fits(person, wish, stays, known, say)) continue;
    stays.push(dutyOf(wish, known));
    fresh.push(wish);
  }
  return { fresh, gone };
}

/** Under another organisation it is another post. */
function isSame(post: HeldPost, wish: WishedPost): boolean {
  return post.directoryKey === wish.directoryKey && post.organisationNo === wish.organisationNo;
}

function dutyOf({ role }: WishedPost, { today }: Known): Duty {
  return { role, fromDay: today, untilDay: null };
}

/** What his positions mean here, where a post can stand; what cannot goes to the desk instead. */
function placedPosts(person: DirectoryPerson, known: Known, say: Say): WishedPost[] {
  const placed = new Map<string, WishedPost>();
  for (const { departmentCode, position } of person.positions) {
    const role = known.roleOf(position);
    if (!role) continue;
    const place = known.placeOf(departmentCode);
    const directoryKey = `${departmentCode}/${role}`;
    if (!place || hasEnded(place, known)) {
      say(aboutDepartment(departmentCode, place, known));
    } else if (!mayBeHeldAt(role, place.kind, place.level)) {
      const evidence = { 姓名: person.displayName, 组织: place.name, 角色: ROLE_NAMES[role] };
      say({ kind: 'role-elsewhere', key: `${person.employeeCode}/${directoryKey}`, evidence });
    } else placed.set(directoryKey, { role, organisationNo: place.organisationNo, directoryKey });
  }
  return [...placed.values()];
}

function hasEnded({ fromDay, untilDay }: Place, { today }: Known): boolean {
  return (fromDay !== null && today < fromDay) || (untilDay !== null && untilDay <= today);
}

function aboutDepartment(departmentCode: string, place: Place | undefined, known: Known): Conflict {
  const department = { 部门: known.departmentName(departmentCode), 部门编号: departmentCode };
  if (!place) return { kind: 'unknown-department', key: departmentCode, evidence: department };
  const { name, fromDay, untilDay } = place;
  const days = { ...(fromDay === null ? {} : { 起日: fromDay }), ...(untilDay === null ? {} : { 止日: untilDay }) };
  return { kind: 'organisation-ended', key: departmentCode, evidence: { ...department, 组织: name, ...days } };
}

/** 不相容: the directory may name both; here nobody holds both. */
function fits(
  person: DirectoryPerson,
  { role }: WishedPost,
  stays: readonly Duty[],
  { today }: Known,
  say: Say,
): boolean {
  const from = { fromDay: today, untilDay: null };
  const other = stays.find((one) => overlap(one, from) && whyApart(one.role, role));
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
