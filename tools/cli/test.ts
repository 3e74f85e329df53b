import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '#server/config.ts';
import { readArguments } from './arguments.ts';
import { findChromium } from './chromium.ts';
import { print, tell } from './output.ts';

type Count = { passed: number; failed: number };
type Report = {
  numPassedTests: number;
  numFailedTests: number;
  success: boolean;
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

/** Types, lint and all tests, in this order; the last line is the sum, exit 1 when anything failed. */
export async function test(args: string[]): Promise<void> {
  const { positionals } = readArguments(args, { data: { type: 'string' } }, [0, 1]);
  const [pattern] = positionals;
  const env = { ...process.env };
  if (wantsBrowser(pattern)) env.CHROMIUM_PATH = findChromium();
  const counts = [
    await oneCheck('类型检查', ['tsc', '--noEmit'], env),
    await oneCheck('代码规范', ['biome', 'check', '.'], env),
    await vitest(pattern, env),
  ];
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  print(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** Without a pattern the journeys run; with one, only if it names them. */
function wantsBrowser(pattern: string | undefined): boolean {
  const folder = join(ROOT, 'tests', 'journeys');
  if (!existsSync(folder)) return false;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  return files.some((file) => pattern === undefined || join('tests', 'journeys', file).includes(pattern));
}

async function oneCheck(
  title: string,
  command: [tool: string, ...args: string[]],
  env: NodeJS.ProcessEnv,
): Promise<Count> {
  tell(`── ${title}`);
  const [tool, ...args] = command;
  const good = (await runTool(tool, args, env)) === 0;
  return { passed: good ? 1 : 0, failed: good ? 0 : 1 };
}

async function vitest(pattern: string | undefined, env: NodeJS.ProcessEnv): Promise<Count> {
  tell('── 测试');
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-report-'));
  const file = join(folder, 'report.json');
  const filter = pattern === undefined ? [] : [pattern];
  const code = await runTool(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filter],
    env,
  );
  const count = existsSync(file)
    ? countReport(JSON.parse(readFileSync(file, 'utf8')) as Report)
    : { passed: 0, failed: 1 };
  rmSync(folder, { recursive: true });
  // An error outside of any test, or a run that found no test at all, is a failure too.
  if ((code !== 0 || count.passed === 0) && count.failed === 0) count.failed = 1;
  return count;
}

/** A file that could not even be loaded has no tests in the report; it counts as one failed. */
function countReport({ numPassedTests, numFailedTests, testResults }: Report): Count {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

/** Tools are run by this very Node: the one in the path may be older. Their output streams through. */
async function runTool(name: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const tool = join(ROOT, 'node_modules', '.bin', name);
  const path = `${join(ROOT, 'node_modules', '.bin')}:${env.PATH ?? ''}`;
  const child = spawn(tool, args, { cwd: ROOT, env: { ...env, PATH: path }, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
