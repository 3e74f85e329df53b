import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALGORITHMS, type Algorithm } from '#platform/crypto/cipher.ts';
import type { Site } from '#platform/http/site.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { defaultDataDir } from './data-folder.ts';
import { passwordIn, readSecret, refuseWeakSecret } from './secrets.ts';

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
  /** The master key itself, where it does not lie in the data folder's file. */
  masterKey: string | undefined;
  /** By which algorithm new data keys seal; older values stay readable whatever it is. */
  sealing: Algorithm | undefined;
  /** How people reach the server. */
  site: Site;
  /** Whom the server may call: origins, and private networks they may lie in. */
  outside: Outside;
};
export type Outside = { origins: readonly string[]; networks: readonly string[] };

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
    databaseUrl: databaseUrlIn(env, 'DATABASE_URL'),
    databaseAppUrl: databaseUrlIn(env, 'DATABASE_APP_URL'),
    auditHeads: env.KANGYANG_AUDIT_HEADS ? resolve(env.KANGYANG_AUDIT_HEADS) : undefined,
    masterKey: readSecret(env, 'KANGYANG_MASTER_KEY'),
    sealing: env.KANGYANG_SEALING ? readAlgorithm(env.KANGYANG_SEALING) : undefined,
    site: readSite(env),
    outside: {
      origins: listIn(env, 'KANGYANG_OUTSIDE', isOrigin),
      networks: listIn(env, 'KANGYANG_OUTSIDE_NETWORKS', isNetwork),
    },
  };
}

function readAlgorithm(text: string): Algorithm {
  const found = ALGORITHMS.find((one) => one === text);
  if (found) return found;
  const sentence = `环境变量 KANGYANG_SEALING 应为 ${ALGORITHMS.join(' 或 ')}，不能是“${text}”。请改正后再启动。`;
  throw new Refusal('setting', 409, sentence, {});
}

function databaseUrlIn(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const url = readSecret(env, name);
  refuseWeakSecret(name, passwordIn(url));
  return url;
}

/** KANGYANG_PUBLIC_URL, KANGYANG_TRUST_PROXY, KANGYANG_FRAME_ANCESTORS: see docs/guides/operate.md. */
function readSite(env: NodeJS.ProcessEnv): Site {
  const [url, ...more] = listIn(env, 'KANGYANG_PUBLIC_URL', isOrigin);
  if (more.length > 0) throw unreadable('KANGYANG_PUBLIC_URL', more.join(' '));
  return {
    https: url?.startsWith('https:') ?? false,
    host: url === undefined ? undefined : new URL(url).host,
    trustProxy: listIn(env, 'KANGYANG_TRUST_PROXY', (text) => isIP(text) !== 0 || isNetwork(text)),
    frameAncestors: listIn(env, 'KANGYANG_FRAME_ANCESTORS', (text) => isOrigin(text) && text.startsWith('https:')),
  };
}

function isOrigin(text: string): boolean {
  const { protocol, origin, username } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && origin === text.replace(/\/$/, '').toLowerCase();
}

/** Words of a list, each checked: a setting that is misspelt stops the start instead of being left out. */
function listIn(env: NodeJS.ProcessEnv, name: string, isRight: (text: string) => boolean): string[] {
  const words = (env[name] ?? '').split(/[\s,]+/).filter((word) => word !== '');
  for (const word of words) {
    if (isRightWord(word, isRight)) continue;
    throw unreadable(name, word);
  }
  return words;
}

function isRightWord(word: string, isRight: (text: string) => boolean): boolean {
  try {
    return isRight(word);
  } catch {
    return false;
  }
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  const size = isIP(address) === 6 ? 128 : 32;
  return isIP(address) !== 0 && more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= size;
}

function unreadable(name: string, word: string): Refusal {
  const where = name.startsWith('KANGYANG_OUTSIDE') ? 'connect.md' : 'operate.md';
  return new Refusal(
    'setting',
    409,
    `环境变量 ${name} 里的“${word}”看不懂，没有启动。写法见 docs/guides/${where}。`,
    {},
  );
}
