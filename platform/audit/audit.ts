import { randomFillSync } from 'node:crypto';
import type { Ctx } from '../session/ctx.ts';
import { insertEntry } from './audit.store.ts';
import { type EntryText, instant, macOf } from './entry.ts';
import { type AuditOutcome, keepingOf } from './keeping.ts';

/** What a use case knows of its act beyond the route: why, about whom, or about which list. */
export type AuditAbout = {
  /** 事由. */
  purpose?: string | undefined;
  /** Each person the act is about, by number. More than a thousand are a list. */
  persons?: readonly number[] | undefined;
  /** An act on a set: how many, and the hash of the frozen list. */
  list?: { count: number; hash: string } | undefined;
};

export type AuditWish = AuditAbout & {
  action: string;
  title: string;
  subject?: string | undefined;
  outcome: AuditOutcome;
};

const MOST_PERSONS = 1_000;

/** 审计: one row in the caller's own transaction; if it cannot be written, the act does not happen. */
export async function writeAudit(ctx: Ctx, wish: AuditWish): Promise<void> {
  const { key, kindOf } = keepingOf(ctx.db);
  const persons = [...new Set(wish.persons)].sort((a, b) => a - b);
  if (persons.length > MOST_PERSONS) throw new Error(`${wish.action}: ${persons.length} persons; name a list`);
  const { accountNo, name, post } = ctx.user;
  const count = wish.list?.count ?? (persons.length || null);
  const entry: EntryText = {
    entryId: newEntryId(ctx.now),
    at: instant(ctx.now),
    accountNo: accountNo === null ? null : String(accountNo),
    accountName: name,
    postNo: post ? String(post.postNo) : null,
    address: ctx.request.address ?? null,
    requestId: ctx.request.id,
    action: wish.action,
    title: wish.title,
    purpose: wish.purpose ?? null,
    subject: wish.subject ?? null,
    outcome: wish.outcome,
    itemCount: count === null ? null : String(count),
    listHash: wish.list?.hash ?? null,
    kind: kindOf(wish.action, wish.outcome),
    persons: persons.length > 0 ? persons.join(',') : null,
  };
  await insertEntry(ctx.db, entry, macOf(key, entry));
}

/** A UUID (version 7: rows of one time lie together in the index). It makes every row different, so no copy passes for one. */
function newEntryId(now: Date): string {
  const bytes = freshBytes();
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const ID_BYTES = 16;
// Random bytes by the thousand: one call each costs more than the row's code.
const pool = Buffer.alloc(ID_BYTES * 1_024);
let used = pool.length;

function freshBytes(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return Buffer.from(pool.subarray(used - ID_BYTES, used));
}
