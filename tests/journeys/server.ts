import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { clusterFolder, OWNER_ROLE } from '#platform/embedded/cluster.ts';
import { DATABASE } from '#platform/embedded/embedded.ts';
import { kangyangProcess } from '../runtime/kangyang.ts';

export type OpenServer = {
  url: string;
  output: () => string;
  /** As the owner of the data folder in its database: what time or an operator would do. */
  asOwner: (statement: string) => Promise<void>;
  close: () => Promise<void>;
};

/** Folders as a first start with these words left them. */
const firstStarts = new Map<string, Promise<string>>();

/**
 * The server as a user starts it, on a free port (or the one given) and in a folder of its own, for all tests of a file. What a first start makes is made
 * once for all files and copied.
 */
export async function openServer(args: string[], env: NodeJS.ProcessEnv = {}, port = 0): Promise<OpenServer> {
  const words = args.join(' ');
  const first = firstStarts.get(words) ?? startFirst(args);
  firstStarts.set(words, first);
  const parent = newFolder();
  execFileSync('cp', ['-a', await first, join(parent, 'data')]);
  return startIn(parent, ['--port', String(port), ...args], env);
}

async function startFirst(args: string[]): Promise<string> {
  const parent = newFolder();
  const server = await startIn(parent, ['--port', '0', ...args], {}, () => undefined);
  await server.close();
  process.once('exit', () => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'data');
}

/** Where PostgreSQL listens stands in its own file. */
function asOwnerOf(data: string): OpenServer['asOwner'] {
  return async (statement) => {
    const [, , , port, host] = readFileSync(join(clusterFolder(data), 'postmaster.pid'), 'utf8').split('\n');
    const password = readFileSync(join(data, 'secrets', 'postgresql-password'), 'utf8').trim();
    const client = new pg.Client({ host, port: Number(port), user: OWNER_ROLE, password, database: DATABASE });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
}

function newFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'kangyang-journey-'));
  chmodSync(parent, 0o755); // As root the database's account must pass through.
  return parent;
}

async function startIn(
  parent: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  leave = () => rmSync(parent, { recursive: true, force: true }),
): Promise<OpenServer> {
  const command = ['start', '--data', join(parent, 'data'), ...args];
  // A user has no NODE_ENV; the test runner's would make the screens' development build.
  const opened = kangyangProcess(command, { env: { NODE_ENV: undefined, ...env } });
  const close = async () => {
    opened.process.kill('SIGTERM');
    await opened.ended;
    leave();
  };
  for (;;) {
    const url = /地址 (http\S+)/.exec(opened.output().stdout)?.[1];
    if (url) return { url, output: () => opened.output().stdout, asOwner: asOwnerOf(join(parent, 'data')), close };
    const { stdout } = opened.process;
    const more = await Promise.race([opened.ended, stdout ? once(stdout, 'data') : opened.ended]);
    if (!Array.isArray(more)) {
      leave();
      throw new Error(`start ended with ${more.code}: ${more.stderr}`);
    }
  }
}
