import { existsSync } from 'node:fs';
import { clusterFolder } from '#platform/embedded/cluster.ts';
import { ALGORITHM_NAMES, KEY_STATE_NAMES, type KeyList } from '#platform/keys/contract.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { readConfig } from '#server/config.ts';
import { readArguments, UsageError } from './arguments.ts';
import { print, printJson } from './output.ts';
import { callOwner } from './owner-call.ts';

type Rotated = { rotationNo: number; joined: boolean; keyId?: number; rows?: number; retired?: number[] };

/** 密钥: `list` says how many rows each data key holds; `rotate` makes a new one and seals every row with it, or goes on doing so. */
export async function keys([act = '', ...args]: string[]): Promise<void> {
  if (act !== 'list' && act !== 'rotate') throw new UsageError(`keys 之后应为 list 或 rotate，不能是“${act}”。`);
  const { values } = readArguments(args, { data: { type: 'string' }, json: { type: 'boolean' } }, [0, 0]);
  refuseNothing(values.data);
  const call = { command: 'keys', data: values.data, filling: { mustExist: true } as const, body: {} };
  if (act === 'list') {
    const list = await callOwner<KeyList>({ ...call, path: '/control/keys/list' });
    if (values.json) printJson(list);
    else print(describe(list));
    return;
  }
  const done = await callOwner<Rotated>({ ...call, path: '/control/keys/rotate' });
  if (values.json) printJson(done);
  else print(sentenceOf(done));
}

function describe({ keys: all, rotations }: KeyList): string {
  const lines = all.map(({ keyId, algorithm, state, rows, uses }) => {
    const where = uses.map((use) => `${use.table}.${use.column} ${use.rows}`).join('，');
    return `密钥 ${keyId}（${KEY_STATE_NAMES[state]}，${ALGORITHM_NAMES[algorithm] ?? algorithm}）：${rows ?? 0} 行${where && `：${where}`}`;
  });
  const open = rotations.find(({ finishedAt }) => finishedAt === null);
  const progress = open
    ? [`第 ${open.rotationNo} 次轮换没有做完：${open.done}/${open.total} 行。执行 keys rotate 接着做。`]
    : [];
  return [...lines, ...progress].join('\n');
}

function sentenceOf({ rotationNo, joined, keyId, rows, retired = [] }: Rotated): string {
  if (keyId === undefined) return `第 ${rotationNo} 次轮换已由正在运行的服务做完。用 keys list 查看。`;
  const began = joined ? '接着做完了' : '做完了';
  const left = retired.length > 0 ? `，停用密钥 ${retired.join('、')}` : '';
  return `第 ${rotationNo} 次轮换${began}：换成密钥 ${keyId}，${rows} 行${left}。`;
}

/** A command on a new data folder would make a database. */
function refuseNothing(data: string | undefined): void {
  const { dataDir, databaseUrl } = readConfig(data);
  if (databaseUrl !== undefined || existsSync(clusterFolder(dataDir))) return;
  const sentence = `数据文件夹 ${dataDir} 里没有数据库，没有密钥可看。请用 --data 指定正确的文件夹。`;
  throw new Refusal('keys.nothing', 409, sentence, {});
}
