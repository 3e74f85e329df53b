import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultDataDir } from './data-folder.ts';

/** What a new database is filled with: one county, the whole province, or nothing (a real one). */
export const DEMONSTRATIONS = ['yuhuan', 'province', 'none'] as const;
export type Demonstration = (typeof DEMONSTRATIONS)[number];

export type Config = {
  dataDir: string;
  /** An existing PostgreSQL (15 or later) instead of the embedded one. */
  databaseUrl: string | undefined;
  /** The application's own login there; without it the application shares the owner's. */
  databaseAppUrl: string | undefined;
  /** Where signed heads of the audit go: best a place that this machine can only add to. */
  auditHeads: string | undefined;
};

/** What the database shall be filled with, and what a new one becomes when no wish is named (else 玉环). */
export type Filling = {
  demo?: Demonstration | undefined;
  otherwise?: Demonstration;
  /** Refuse a database that nobody has filled yet, instead of filling it. */
  mustExist?: true;
  size?: number | undefined;
  seed?: number | undefined;
};

export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
export const MIGRATIONS_DIR = resolve(ROOT, 'migrations');
export const RULEBOOK_DIR = resolve(ROOT, 'rulebook');

export const DEFAULT_DEMONSTRATION: Demonstration = 'yuhuan';
export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = 8080;

/** `--data` first, then KANGYANG_DATA, then the usual place. Relative folders count from where the user stands. */
export function readConfig(dataOption: string | undefined, env: NodeJS.ProcessEnv = process.env): Config {
  const wished = dataOption ?? (env.KANGYANG_DATA || undefined);
  return {
    dataDir: wished === undefined ? defaultDataDir(ROOT) : resolve(wished),
    databaseUrl: env.DATABASE_URL || undefined,
    databaseAppUrl: env.DATABASE_APP_URL || undefined,
    auditHeads: env.KANGYANG_AUDIT_HEADS ? resolve(env.KANGYANG_AUDIT_HEADS) : undefined,
  };
}
