import { readArguments, UsageError, wholeNumber } from './arguments.ts';
import { print, printJson } from './output.ts';
import { callOwner } from './owner-call.ts';
import { LARGEST_SIZE } from './population.ts';

type BenchReply = Record<string, unknown>;

/** Measures a province's month, in a database of its own that is thrown away afterwards. */
export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    { data: { type: 'string' }, size: { type: 'string' }, json: { type: 'boolean' } },
    [1, 1],
  );
  if (positionals[0] !== 'month') throw new UsageError(`bench 之后应为 month，不能是“${positionals[0]}”。`);
  const size = values.size === undefined ? undefined : wholeNumber(values.size, '--size', 1, LARGEST_SIZE);
  const reply = await callOwner<BenchReply>({
    command: 'bench',
    data: values.data,
    filling: {},
    path: '/control/bench',
    body: { size },
  });
  if (values.json) printJson(reply);
  else
    print(
      Object.entries(reply)
        .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
        .join('\n'),
    );
}
