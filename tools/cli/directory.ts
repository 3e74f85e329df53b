import { readArguments, UsageError, wholeNumber } from './arguments.ts';
import { print, printJson } from './output.ts';
import { callOwner } from './owner-call.ts';

type Synced = { kind: string; isDry: boolean; counts: Record<string, number>; losing: number };

const MOST = 10_000_000;

/** 通讯录: `sync` takes up what changed since the last time, with --full all of it; --dry-run only counts. */
export async function directory([act = '', ...args]: string[]): Promise<void> {
  if (act !== 'sync') throw new UsageError(`directory 之后应为 sync，不能是“${act}”。`);
  const { values } = readArguments(
    args,
    {
      data: { type: 'string' },
      full: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      'allow-losing': { type: 'string' },
      json: { type: 'boolean' },
    },
    [0, 0],
  );
  const allowed = values['allow-losing'];
  const reply = await callOwner<Synced>({
    command: 'directory',
    data: values.data,
    filling: { mustExist: true },
    path: '/control/directory/sync',
    body: {
      kind: values.full ? 'full' : 'delta',
      isDry: values['dry-run'] ?? false,
      ...(allowed === undefined ? {} : { allowLosing: wholeNumber(allowed, '--allow-losing', 0, MOST) }),
    },
  });
  if (values.json) printJson(reply);
  else print(describe(reply));
}

function describe({ kind, isDry, counts, losing }: Synced): string {
  const { people = 0, make = 0, end = 0, give = 0, take = 0, conflicts = 0 } = counts;
  const name = kind === 'full' ? '全量' : '增量';
  return [
    `${name}${isDry ? '试算（什么也没有改）' : '同步完成'}：涉及 ${people} 人。`,
    `  新建账号 ${make}，停用账号 ${end}，设立岗位 ${give}，结束岗位 ${take}，待决定 ${conflicts}。`,
    ...(isDry && losing > 0
      ? [`  会失去账号或岗位的 ${losing} 人；超过上限时，核对后加 --allow-losing ${losing} 再执行。`]
      : []),
  ].join('\n');
}
