import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const SIMULATORS = ['portal-account', 'office-app', 'oidc-provider'] as const;
export type Simulator = { url: string; stop: () => Promise<void> };

/** Starts a simulator in a process of its own; it answers when this returns. */
export async function startSimulator(
  name: (typeof SIMULATORS)[number],
  { port = 0, env = {} }: { port?: number; env?: Record<string, string> } = {},
): Promise<Simulator> {
  const file = join(import.meta.dirname, `${name}.ts`);
  const child = fork(file, ['--port', String(port)], { silent: true, env: { ...process.env, ...env } });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`simulator ${name} ended with ${code}: ${said}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const found = /^simulator (\S+)/m.exec(text)?.[1];
      if (found) resolve(found);
    });
  });
  const stop = async () => {
    if (child.exitCode !== null || !child.kill('SIGTERM')) return;
    await once(child, 'exit');
  };
  return { url, stop };
}
