import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import type { AnyDb } from './own.ts';

/** What plain SQL in a store needs: a pg client is one, and so is a use case's open transaction. */
export type Queryable = {
  query: <T extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<{ rows: T[] }>;
};

/** Plain SQL inside the transaction that the edge opened, so that it commits with the audit line. */
export function queryableOf(db: AnyDb): Queryable {
  return {
    query: async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) => {
      const { rows } = await db.executeQuery<T>(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}
