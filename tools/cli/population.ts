import { readArguments, UsageError, wholeNumber } from './arguments.ts';
import { print, printJson } from './output.ts';
import { callOwner } from './owner-call.ts';

/** The province's older persons, and a little more. */
export const LARGEST_SIZE = 20_000_000;

type PopulationReply = { persons: number; sentence?: string };

export async function population(args: string[]): Promise<void> {
  const { values } = readArguments(
    args,
    { data: { type: 'string' }, size: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } },
    [0, 0],
  );
  if (values.size === undefined) throw new UsageError('缺少 --size。');
  const size = wholeNumber(values.size, '--size', 1, LARGEST_SIZE);
  const seed = values.seed === undefined ? undefined : wholeNumber(values.seed, '--seed', 0, 2 ** 32 - 1);
  const reply = await callOwner<PopulationReply>({
    command: 'population',
    data: values.data,
    filling: { otherwise: 'province', size, seed },
    path: '/control/population',
    body: { size, seed },
  });
  if (values.json) printJson(reply);
  else print(reply.sentence ?? `演示库中共有 ${reply.persons} 名老年人。`);
}
