import { type Actor, actorsOf } from '#modules/identity/index.ts';
import { type LookedEntry, readEntriesById } from '#platform/audit/looked.store.ts';
import type { AnyDb } from '#platform/db/own.ts';
import type { Ctx, User } from '#platform/session/ctx.ts';
import { maskPersonName } from '../person-name.ts';

/** 名单: a frozen list the person stood on, by its hash. */
export type ListOf = { hash: string; title: string };
/** Of another module: the lists that a person ever stood on. */
export type ListsOf = (ctx: Ctx, personNo: number) => Promise<ListOf[]>;

/** One act as it is told: who (organisation, role, masked name), when, what, for what, alone or on a list. */
export type EntryShown = {
  entryId: string;
  at: string;
  organisation: string;
  role: string;
  nameMasked: string;
  title: string;
  purpose: string;
  /** The list on which the person was; null where he was looked at by himself. */
  list: string | null;
};

export function entriesOf(db: AnyDb, entryIds: readonly string[]): Promise<LookedEntry[]> {
  return readEntriesById(db, entryIds);
}

/** Whether the citizen who asks did this himself: the audit names him as his session does. */
export function isOwnLook({ accountNo, accountName }: LookedEntry, user: Pick<User, 'accountNo' | 'name'>): boolean {
  return accountNo === user.accountNo && accountName === user.name;
}

/** `self`: the citizen who reads this; his own acts are named as such. */
export async function showEntries(
  db: AnyDb,
  entries: readonly LookedEntry[],
  lists: readonly ListOf[],
  self?: number,
): Promise<EntryShown[]> {
  const actors = await actorsOf(db, entries);
  const titles = new Map(lists.map(({ hash, title }) => [hash, title]));
  return entries.map((entry, at) => ({
    entryId: entry.entryId,
    at: entry.at.toISOString(),
    ...whoOf(actors[at] ?? { kind: 'system' }, self),
    title: entry.title,
    purpose: entry.purpose ?? '没有写明',
    list: entry.listHash === null ? null : (titles.get(entry.listHash) ?? '名单'),
  }));
}

function whoOf(actor: Actor, self: number | undefined) {
  if (actor.kind === 'system') return { organisation: '本系统', role: '自动处理', nameMasked: '' };
  const nameMasked = actor.name === '' ? '' : maskPersonName(actor.name);
  if (actor.kind === 'official') return { organisation: actor.organisation, role: actor.role, nameMasked };
  const role = actor.citizenNo === self ? '您自己' : '本人或受托人';
  return { organisation: '门户', role, nameMasked };
}
