import type { Kysely, Transaction } from 'kysely';
import type { DB } from './schema.generated.ts';

type SchemaOf<K> = K extends `${infer S}.${string}` ? S : never;
export type Schema = SchemaOf<keyof DB>;

type Readers = 'policy' | 'insight';
type Visible<S extends string, K> = K extends `${S}.${string}`
  ? K
  : S extends Readers
    ? K extends `${string}.public_${string}`
      ? K
      : never
    : never;

/** The tables a module may name: its own schema, and for policy and insight the public_* views of others. */
export type OwnTables<S extends string> = { [K in keyof DB as Visible<S, K>]: DB[K] };
export type Own<S extends string> = Kysely<OwnTables<S>>;
export type AnyDb = Kysely<DB> | Transaction<DB>;

/** `own('people')(db)`: another module's table is then a compile error. */
export function own<S extends Schema>(_schema: S) {
  return (db: AnyDb): Own<S> => db as unknown as Own<S>;
}
