import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '#platform/refusal/refusal.ts';
import { type Config, type Filling, readConfig } from '#server/config.ts';
import { createControlApp } from '#server/control.ts';
import { type DataFolder, describeDataFolder, openDataFolder } from '#server/data-folder.ts';
import { type Engine, openEngine, prepare } from '#server/engine.ts';
import { type Lock, readHolder, takeLock } from '#server/lock.ts';
import { stopSignal, unlessStopped } from '#server/stop-signal.ts';
import { tell } from './output.ts';

export type OwnerCall = {
  command: string;
  data: string | undefined;
  /** How to fill the database if it is new. */
  filling: Filling;
  path: string;
  body: unknown;
};

type Answer = { status: number; text: string };

const RETRY_MS = 200;

/** Asks the running server over its socket, or does the same work in this process when none is running. */
export async function callOwner<Reply>(call: OwnerCall): Promise<Reply> {
  const config = readConfig(call.data);
  const { status, text } = await answer(config, call);
  const reply = JSON.parse(text) as Reply & { code: string; sentence: string };
  if (status < 400) return reply;
  throw new Refusal(reply.code, 409, reply.sentence, {});
}

async function answer(config: Config, call: OwnerCall): Promise<Answer> {
  let waitingFor = 0;
  for (;;) {
    const holder = readHolder(describeDataFolder(config.dataDir).lockFile);
    if (holder?.socket) {
      const answered = await post(holder.socket, call);
      if (answered) return answered;
    } else if (!holder) {
      const lock = tryLock(config, call.command);
      if (lock) return workHere(config, call, lock);
    }
    if (holder && waitingFor !== holder.pid) {
      tell(`等待正在使用数据文件夹的命令 ${holder.command}（进程号 ${holder.pid}）……`);
      waitingFor = holder.pid;
    }
    await sleep(RETRY_MS);
  }
}

function tryLock(config: Config, command: string): Lock | undefined {
  try {
    return takeLock(openDataFolder(config.dataDir).lockFile, command, null);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'data-folder.in-use') return undefined;
    throw error;
  }
}

async function workHere(config: Config, call: OwnerCall, lock: Lock): Promise<Answer> {
  const stopped = stopSignal();
  try {
    const folder = openDataFolder(config.dataDir);
    const engine = await openEngine(config, folder, tell);
    try {
      return await unlessStopped(stopped, askEngine(engine, folder, call));
    } finally {
      await engine.close();
    }
  } finally {
    lock.release();
  }
}

async function askEngine(engine: Engine, folder: DataFolder, { filling, path, body }: OwnerCall): Promise<Answer> {
  await prepare(engine, filling);
  const app = await createControlApp(engine.deps, folder.masterKeyFile);
  const { statusCode, payload } = await app.inject({ method: 'POST', url: path, payload: body as object });
  await app.close();
  return { status: statusCode, text: payload };
}

/** Undefined: nobody answers there (not yet, or no more); the holder may be starting or stopping. */
async function post(socketPath: string, { path, body }: OwnerCall): Promise<Answer | undefined> {
  const silence = showProgress(socketPath);
  const payload = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const call = request({ socketPath, path, method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 500, text }));
        response.on('error', reject);
      });
      call.on('error', reject).end(payload);
    });
  } catch (error) {
    return notListening(error as NodeJS.ErrnoException);
  } finally {
    silence();
  }
}

function notListening({ code }: NodeJS.ErrnoException): undefined {
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined;
  if (code === 'EACCES')
    throw new Refusal('control.not-owner', 409, '这个数据文件夹属于另一个用户，请以该用户执行。', {});
  throw new Refusal(
    'control.stopped',
    409,
    '服务在办理时停止了，没有得到结果。请重新执行同一命令，已做完的部分不会重复。',
    {},
  );
}

/** What the server says while we wait, on standard error. */
function showProgress(socketPath: string): () => void {
  const listening = request({ socketPath, path: '/control/progress' }, (response) => {
    response.setEncoding('utf8').on('data', (text: string) => process.stderr.write(text));
    response.on('error', () => undefined);
  });
  listening.on('error', () => undefined).end();
  return () => listening.destroy();
}
