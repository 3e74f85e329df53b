import type { KeyObject } from 'node:crypto';
import { hmacSm3, sm3 } from '../crypto/sm3.ts';

/** A row as its authentication code covers it: everything is text. The order of the names is the format; never change it. */
export type EntryText = {
  entryId: string;
  /** UTC, microseconds: 2023-08-05T02:00:00.000000Z. */
  at: string;
  accountNo: string | null;
  accountName: string;
  postNo: string | null;
  address: string | null;
  requestId: string;
  action: string;
  title: string;
  purpose: string | null;
  subject: string | null;
  outcome: string;
  itemCount: string | null;
  listHash: string | null;
  kind: string;
  /** Numbers in ascending order, joined by commas. */
  persons: string | null;
};

/** A row as it stands in the table. */
export type StoredEntry = EntryText & { auditNo: string; mac: string };

const FORMAT = 'kangyang/audit/1';
const LEAF = Buffer.from([0]);

/** All but the persons, in the order of the format. */
export function fieldsOf(entry: EntryText): (string | null)[] {
  return [
    entry.entryId,
    entry.at,
    entry.accountNo,
    entry.accountName,
    entry.postNo,
    entry.address,
    entry.requestId,
    entry.action,
    entry.title,
    entry.purpose,
    entry.subject,
    entry.outcome,
    entry.itemCount,
    entry.listHash,
    entry.kind,
  ];
}

/** 鉴别码: HMAC-SM3 of the fields as a JSON array. The number comes from the database, so the leaf covers it, not this. */
export function macOf(key: KeyObject, entry: EntryText): Buffer {
  return hmacSm3(key, JSON.stringify([FORMAT, ...fieldsOf(entry), entry.persons]));
}

/** 叶: SM3 of 00 and a JSON array: format, number, all fields, authentication code in hexadecimal. */
export function leafOf(entry: StoredEntry): Buffer {
  return sm3(LEAF, JSON.stringify([FORMAT, entry.auditNo, ...fieldsOf(entry), entry.persons, entry.mac]));
}

/** An instant as the audit writes it. */
export function instant(at: Date): string {
  return at.toISOString().replace('Z', '000Z');
}
