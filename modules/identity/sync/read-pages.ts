import { z } from 'zod';
import type { Database } from '#platform/db/connect.ts';
import { ExternalSignInError } from '#platform/sign-in/external-identity.ts';
import type { OfficeApp } from '#platform/sign-in/office-app.ts';
import { refuse } from '../refuse.ts';
import { lastCursor, notePage, openSync, type SyncRow } from './sync.store.ts';

const MOST_PAGES = 20_000;
const text = (longest: number) => z.string().trim().min(1).max(longest);

/** One page of the directory. `next` null: the last one; its `cursor` is where the next delta begins. */
export const pageSchema = z.object({
  departments: z.array(
    z.object({
      code: text(64),
      name: text(200),
      division: z
        .string()
        .regex(/^Z?\d{6,12}$/)
        .nullish()
        .catch(null),
    }),
  ),
  employees: z.array(
    z.object({
      employeeCode: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
      name: text(50),
      isHere: z.boolean(),
      positions: z.array(z.object({ departmentCode: text(64), position: text(100) })).max(50),
    }),
  ),
  next: z.string().min(1).max(500).nullable(),
  cursor: z.string().min(1).max(500),
});
export type DirectoryPage = z.infer<typeof pageSchema>;
export type Kind = 'full' | 'delta';

export type Source = { officeApp: OfficeApp; path: string };

/**
 * 读取通讯录: page by page, each noted with where the next one begins, so that a sync that was killed goes on there. Applies
 * nothing yet. Refuses when the directory does not answer or answers otherwise than agreed.
 */
export async function readPages(
  db: Database,
  source: Source,
  kind: Kind,
  by: string,
  now: () => Date,
): Promise<SyncRow> {
  const since = kind === 'delta' ? await lastCursor(db) : undefined;
  if (kind === 'delta' && since === undefined) return refuse('identity.directory-full-first');
  const sync = await openSync(db, kind, by, now());
  let cursor = sync.page_cursor;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await ask(source, kind, cursor ?? since ?? '');
    const isOpen = await db.transaction().execute((transaction) => notePage(transaction, sync.sync_no, page));
    if (page.next === null || !isOpen) return sync;
    cursor = page.next;
  }
  throw new Error('the directory has no last page');
}

async function ask({ officeApp, path }: Source, kind: Kind, cursor: string): Promise<DirectoryPage> {
  return officeApp.ask('GET', path, { kind, cursor }, pageSchema).catch((error: unknown) => {
    if (!(error instanceof ExternalSignInError)) throw error;
    return refuse('identity.directory-silent', { problem: error.problem });
  });
}
