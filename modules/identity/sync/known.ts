import type { Level, OrganisationKind, Role } from '../role.ts';

// What 同步方案 is made from and what it says. Types alone, beside the kinds of conflict.

export type Position = { departmentCode: string; position: string };
export type DirectoryPerson = {
  employeeCode: string;
  displayName: string;
  isHere: boolean;
  positions: readonly Position[];
};
/** The organisation that a department is; from `untilDay` on it is one no more. */
export type Place = {
  organisationNo: number;
  name: string;
  kind: OrganisationKind;
  level: Level;
  fromDay: string | null;
  untilDay: string | null;
};
/** As what somebody may act, and when. */
export type Duty = { role: Role; fromDay: string; untilDay: string | null };
export type HeldPost = Duty & {
  postNo: number;
  organisationNo: number;
  /** Null: made by hand, and left alone. */
  directoryKey: string | null;
};
export type KnownAccount = {
  accountNo: number;
  displayName: string;
  employeeCode: string | null;
  isEnded: boolean;
  posts: readonly HeldPost[];
  /** 代岗: posts of others under which he may act. */
  standsIn: readonly Duty[];
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
  'organisation-ended',
  'same-name',
  'returned',
  'role-conflict',
  'role-elsewhere',
  'last-administrator',
] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];
/** One thing to decide for all the people of a department: which organisation it is. */
export const ABOUT_DEPARTMENT: readonly ConflictKind[] = ['unknown-department', 'organisation-ended'];
export type Conflict = { kind: ConflictKind; key: string; evidence: Record<string, string | number> };

export type Say = (conflict: Conflict) => void;

export type WishedPost = { role: Role; organisationNo: number; directoryKey: string };
export type Plan = {
  make: { person: DirectoryPerson; posts: readonly WishedPost[] }[];
  /** 离职: disabled today. */
  end: KnownAccount[];
  give: { account: KnownAccount; posts: readonly WishedPost[] }[];
  /** 调动: posts of the directory that it does not name any more. */
  take: { account: KnownAccount; posts: readonly HeldPost[] }[];
  rename: { accountNo: number; was: string; displayName: string }[];
  conflicts: Conflict[];
};
