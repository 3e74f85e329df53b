import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kangyangProcess } from '../runtime/kangyang.ts';

export type OpenServer = { url: string; output: () => string; close: () => Promise<void> };

/** The server as a user starts it, on a free port and in a folder of its own, for all tests of a file. */
export async function openServer(args: string[], env: NodeJS.ProcessEnv = {}): Promise<OpenServer> {
  const parent = mkdtempSync(join(tmpdir(), 'kangyang-journey-'));
  chmodSync(parent, 0o755); // As root the database's account must pass through.
  const command = ['start', '--port', '0', '--data', join(parent, 'data'), ...args];
  // A user has no NODE_ENV; the test runner's would make the screens' development build.
  const opened = kangyangProcess(command, { env: { NODE_ENV: undefined, ...env } });
  const close = async () => {
    opened.process.kill('SIGTERM');
    await opened.ended;
    rmSync(parent, { recursive: true, force: true });
  };
  for (;;) {
    const url = /地址 (http\S+)/.exec(opened.output().stdout)?.[1];
    if (url) return { url, output: () => opened.output().stdout, close };
    const { stdout } = opened.process;
    const more = await Promise.race([opened.ended, stdout ? once(stdout, 'data') : opened.ended]);
    if (!Array.isArray(more)) {
      rmSync(parent, { recursive: true, force: true });
      throw new Error(`start ended with ${more.code}: ${more.stderr}`);
    }
  }
}
