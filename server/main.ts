import type { FastifyInstance } from 'fastify';
import { createApp } from '#platform/http/app.ts';
import { goOn } from '#platform/keys/routes.ts';
import { buildApps } from './build-apps.ts';
import type { Config, Filling } from './config.ts';
import { createControlApp, listenControl } from './control.ts';
import { controlSocket, type DataFolder, openDataFolder } from './data-folder.ts';
import { type Engine, openEngine, prepare } from './engine.ts';
import { type Front, openFront } from './front.ts';
import { takeLock } from './lock.ts';
import { registerRoutes, rotationDeps, startResult } from './modules.ts';
import { createProgress, type Progress } from './progress.ts';

const REQUESTS_PER_MINUTE = 3_000;

export type ServeOptions = { config: Config; filling: Filling; host: string; port: number };
/** Where the start command speaks: the result to standard output, the rest to standard error. */
export type Terminal = { result: (line: string) => void; progress: (line: string) => void };

type Room = { options: ServeOptions; folder: DataFolder; progress: Progress; front: Front; stopped: AbortSignal };
type Opened = { engine?: Engine; apps: FastifyInstance[] };

/** Runs the server until `stopped` is aborted. Whatever happens, everything it started is stopped on return. */
export async function serve(options: ServeOptions, terminal: Terminal, stopped: AbortSignal): Promise<void> {
  const folder = openDataFolder(options.config.dataDir);
  const socket = controlSocket(folder);
  const lock = takeLock(folder.lockFile, 'start', socket);
  try {
    const progress = createProgress(terminal.progress);
    const front = await openFront(options.host, options.port, progress.latest);
    try {
      await serveOn({ options, folder, progress, front, stopped }, socket, terminal);
    } finally {
      await front.close();
    }
  } finally {
    lock.release();
  }
}

async function serveOn(room: Room, socket: string, terminal: Terminal): Promise<void> {
  const opened: Opened = { apps: [] };
  const controlReady = Promise.withResolvers<FastifyInstance>();
  controlReady.promise.catch(() => undefined);
  const control = await listenControl(socket, room.progress, controlReady.promise);
  const booting = boot(room, opened, controlReady.resolve);
  try {
    await Promise.race([booting, aborted(room.stopped)]);
    if (room.stopped.aborted) return;
    for (const line of await booting) terminal.result(line);
    terminal.result(`地址 http://${room.options.host}:${room.front.port}/ （按 Ctrl-C 停止）`);
    await aborted(room.stopped);
  } catch (error) {
    if (!room.stopped.aborted) throw error;
  } finally {
    controlReady.reject(new Error('stopped'));
    control.close();
    await closeOpened(opened);
    await booting.catch(() => undefined);
    await closeOpened(opened);
  }
}

/** From nothing to a page that answers; what it opened it leaves in `opened`, also when it fails half-way. */
async function boot(
  { options, folder, progress, front, stopped }: Room,
  opened: Opened,
  controlReady: (app: FastifyInstance) => void,
): Promise<string[]> {
  await buildApps(progress.say, stopped);
  stopped.throwIfAborted();
  progress.say('正在启动数据库……');
  const engine = await openEngine(options.config, folder, progress.say);
  opened.engine = engine;
  stopped.throwIfAborted();
  await prepare(engine, options.filling);
  const control = await createControlApp(engine.deps, folder.masterKeyFile);
  const app = await createApp({
    log: (line) => progress.say(`错误：${JSON.stringify(line)}`),
    requestsPerMinute: REQUESTS_PER_MINUTE,
    site: options.config.site,
  });
  opened.apps.push(control, app);
  await registerRoutes(app, engine.deps);
  await app.ready();
  const lines = await startResult(engine.deps);
  controlReady(control);
  front.serve(app.routing);
  // A rotation that a kill cut short.
  goOn(rotationDeps(engine.deps));
  return lines;
}

async function closeOpened(opened: Opened): Promise<void> {
  const { apps, engine } = opened;
  opened.apps = [];
  delete opened.engine;
  for (const app of apps) await app.close();
  await engine?.close();
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
