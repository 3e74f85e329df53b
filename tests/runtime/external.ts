import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

const APP_ROLE = 'kangyang_app';

/**
 * A new, empty database on the server that stands for a province's own: the one KANGYANG_TEST_DATABASE_URL names (as a
 * superuser), else the test run's. Gone after the test.
 */
export async function anExternalDatabase(): Promise<URL> {
  const url = new URL(serverUrl());
  const name = `external_${randomBytes(6).toString('hex')}`;
  url.pathname = `/${name}`;
  await asAdmin(`create database ${name} template template0`);
  onTestFinished(() => asAdmin(`drop database if exists ${name} with (force)`));
  return url;
}

/** The same, owned by an account that is nothing more; the address signs in as it. */
export async function anExternalDatabaseOfItsOwner(): Promise<URL> {
  const url = await anExternalDatabase();
  const name = url.pathname.slice(1);
  await makeAppRole();
  await asAdmin(
    `create role ${name} login password 'of-the-owner'`,
    `grant ${APP_ROLE} to ${name} with admin option`,
    `alter database ${name} owner to ${name}`,
  );
  onTestFinished(() =>
    asAdmin(
      `drop database ${name} with (force)`,
      `revoke set on parameter session_replication_role from ${name}`,
      `drop role ${name}`,
    ),
  );
  return asAccount(url, name, 'of-the-owner');
}

/** The same database, signed in to as another account. */
export function asAccount(url: URL, account: string, password: string): URL {
  const other = new URL(url);
  other.username = account;
  other.password = password;
  return other;
}

/** The application's role; on a server that never had our migrations it is made here. */
export async function makeAppRole(): Promise<void> {
  await asAdmin(
    `do $$ begin create role ${APP_ROLE} nologin noinherit; exception when duplicate_object then null; end $$`,
  );
}

export async function asAdmin(...statements: string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl() });
  await admin.connect();
  try {
    for (const statement of statements) await admin.query(statement);
  } finally {
    await admin.end();
  }
}

function serverUrl(): string {
  const named = process.env.KANGYANG_TEST_DATABASE_URL;
  if (named) return named;
  const { user, password, host, port, database } = inject('postgres');
  const folder = encodeURIComponent(String(host));
  return `postgresql://${user}:${password}@localhost:${port}/${database}?host=${folder}`;
}
