import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

const ROLES = [
  'kangyang_app',
  'kangyang_official',
  'kangyang_outside',
  'kangyang_family',
  'kangyang_bulk',
  'kangyang_login',
];

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
  await makeRoles();
  await asAdmin(
    `create role ${name} login bypassrls password 'of-the-owner'`,
    ...ROLES.map((role) => `grant ${role} to ${name} with admin option`),
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

/** The roles of the migrations; on a server that never had them they are made here, as a database administrator would. */
export async function makeRoles(): Promise<void> {
  await asAdmin(
    ...ROLES.map(
      (role) => `do $$ begin create role ${role} nologin; exception when duplicate_object then null; end $$`,
    ),
    'alter role kangyang_login noinherit',
    'alter role kangyang_bulk bypassrls',
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
