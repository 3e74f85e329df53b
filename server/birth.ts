import type pg from 'pg';
import { DEMONSTRATIONS, type Demonstration } from './config.ts';

/** What the database was born as; undefined when nobody has filled it yet. `none` is a real one. */
export async function readBirth(pool: pg.Pool | pg.ClientBase): Promise<Demonstration | undefined> {
  const { rows } = await pool.query<{ kind: string; demonstration: string | null }>(
    'select kind, demonstration from platform.birth',
  );
  const birth = rows[0];
  if (!birth) return undefined;
  if (birth.kind === 'real') return 'none';
  const demonstration = DEMONSTRATIONS.find((name) => name === birth.demonstration);
  if (!demonstration) throw new Error(`unknown demonstration ${birth.demonstration}`);
  return demonstration;
}
