import { setTimeout as sleep } from 'node:timers/promises';
import { clusterFolder } from '#platform/embedded/cluster.ts';
import { stopLeftOver } from '#platform/embedded/postmaster.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { readConfig } from '#server/config.ts';
import { describeDataFolder } from '#server/data-folder.ts';
import { readHolder } from '#server/lock.ts';
import { readArguments } from './arguments.ts';
import { print } from './output.ts';

const LONGEST_STOP_MS = 60_000;

export async function stop(args: string[]): Promise<void> {
  const { values } = readArguments(args, { data: { type: 'string' } }, [0, 0]);
  const { lockFile, path } = describeDataFolder(readConfig(values.data).dataDir);
  const holder = readHolder(lockFile);
  if (!holder) {
    const leftOver = await stopLeftOver(clusterFolder(path));
    print(leftOver ? '服务没有在运行；已停止它遗留的数据库进程。' : '没有正在运行的服务。');
    return;
  }
  process.kill(holder.pid, 'SIGTERM');
  const deadline = Date.now() + LONGEST_STOP_MS;
  while (readHolder(lockFile)?.pid === holder.pid) {
    if (Date.now() > deadline) {
      throw new Refusal(
        'stop.slow',
        409,
        `进程 ${holder.pid} 一分钟内没有停下。请稍候再看，或查看数据文件夹里的 postgresql.log。`,
        {},
      );
    }
    await sleep(50);
  }
  print(`已停止（进程号 ${holder.pid}）。`);
}
