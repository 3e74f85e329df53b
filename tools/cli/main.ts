import { enableCompileCache } from 'node:module';
import { Refusal } from '#platform/refusal/refusal.ts';
import { UsageError } from './arguments.ts';
import { helpText, usageOf } from './help.ts';
import { print, tell } from './output.ts';

// Stripped and compiled files are kept: commands answer in half the time. Not in /tmp, where others could write.
enableCompileCache(new URL('../../node_modules/.cache/node', import.meta.url).pathname);

type Command = (args: string[]) => Promise<unknown>;

const REFUSED = 1;
const WRONG_USAGE = 2;

/** Each command's file is read when it is typed: `help` and a usage error answer at once. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start.ts')).start,
  stop: async () => (await import('./stop.ts')).stop,
  reset: async () => (await import('./reset.ts')).reset,
  run: async () => (await import('./run.ts')).run,
  explain: async () => (await import('./explain.ts')).explain,
  rules: async () => (await import('./rules.ts')).rules,
  population: async () => (await import('./population.ts')).population,
  bench: async () => (await import('./bench.ts')).bench,
  directory: async () => (await import('./directory.ts')).directory,
  audit: async () => (await import('./audit.ts')).audit,
  keys: async () => (await import('./keys.ts')).keys,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  test: async () => (await import('./test.ts')).test,
  help: async () => async () => print(helpText()),
};

async function main([name = '', ...args]: string[]): Promise<number> {
  if (name === '--help' || name === '-h') name = 'help';
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (!load) throw new UsageError(name === '' ? '请说明要做什么。' : `没有命令“${name}”。`);
    const command = await load();
    await command(args);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof UsageError) {
      tell(`${error.message}\n${usageOf(name)}`);
      return WRONG_USAGE;
    }
    tell(
      error instanceof Refusal ? error.message : `程序出错：${error instanceof Error ? error.stack : String(error)}`,
    );
    return REFUSED;
  }
}

// A reader that went away (`| head`) is no reason to end without order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const code = await main(process.argv.slice(2));
// Written out in full before leaving: standard output may be a pipe that drains slowly.
process.stdout.write('', () => process.exit(code));
