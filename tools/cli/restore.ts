import { resolve } from 'node:path';
import { readConfig } from '#server/config.ts';
import { restoreDatabase } from '#server/save.ts';
import { stopSignal } from '#server/stop-signal.ts';
import { readArguments } from './arguments.ts';
import { print, tell } from './output.ts';

export async function restore(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { data: { type: 'string' }, key: { type: 'string' } }, [1, 1]);
  const { tables, rows } = await restoreDatabase(readConfig(values.data), {
    from: resolve(positionals[0] ?? ''),
    keyFile: values.key === undefined ? undefined : resolve(values.key),
    report: tell,
    stopped: stopSignal(),
  });
  print(`已恢复：${tables} 个表，${rows} 行。现在可以执行 ./kangyang start。`);
}
