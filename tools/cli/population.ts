import { writePopulation } from '#tools/population/main.ts';
import { readArguments, UsageError, wholeNumber } from './arguments.ts';
import { tell } from './output.ts';

/** The province's older persons. */
export const LARGEST_SIZE = 14_000_000;
const DEFAULT_SEED = 1;

/** 合成人口: UTF-8 CSV on standard output, the known counts on standard error. Touches no database. */
export async function population(args: string[]): Promise<void> {
  const { values } = readArguments(
    args,
    { data: { type: 'string' }, size: { type: 'string' }, seed: { type: 'string' } },
    [0, 0],
  );
  if (values.size === undefined) throw new UsageError('缺少 --size。');
  const size = wholeNumber(values.size, '--size', 1, LARGEST_SIZE);
  const seed = values.seed === undefined ? DEFAULT_SEED : wholeNumber(values.seed, '--seed', 0, 2 ** 32 - 1);
  // Whoever reads has seen enough (`| head`): no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const { persons, counts } = await writePopulation({ kind: 'province', seed, size }, process.stdout);
  tell(`已生成 ${persons} 人（种子 ${seed}）。`);
  for (const [name, count] of Object.entries(counts)) tell(`  ${name}: ${JSON.stringify(count)}`);
}
