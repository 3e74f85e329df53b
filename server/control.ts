import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createApp } from '#platform/http/app.ts';
import { registerAuditRoutes } from './audit-routes.ts';
import { registerKeyCommands } from './key-routes.ts';
import { type Deps, registerControlRoutes } from './modules.ts';
import { auditOwner } from './owner-audit.ts';
import type { Progress } from './progress.ts';
import { writeDatabaseBackup } from './save.ts';

const BackupWish = z.strictObject({ folder: z.string(), withKeys: z.boolean() });

/** The owner's routes, for the socket and for commands that run without a server. */
export async function createControlApp(deps: Deps, masterKeyFile: string): Promise<FastifyInstance> {
  const app = await createApp({
    log: (line) => deps.log(`错误：${JSON.stringify(line)}`),
    requestsPerMinute: 1_000_000,
  });
  app.post('/control/backup', async (request) => {
    const wish = BackupWish.parse(request.body);
    // On record before the first row is copied.
    const subject = `${wish.folder}（${wish.withKeys ? '含' : '不含'}密钥）`;
    await auditOwner(deps, { action: '/control/backup', title: '开始备份', subject, outcome: 'done' });
    return writeDatabaseBackup(deps, { ...wish, masterKeyFile });
  });
  if (deps.audit) registerAuditRoutes(app, deps, deps.audit);
  registerKeyCommands(app, deps);
  await registerControlRoutes(app, deps);
  await app.ready();
  return app;
}

/**
 * Listens on the owner's socket at once. Requests wait until `ready` (the demonstration may still be loading);
 * GET /control/progress streams what is going on, a line at a time.
 */
export async function listenControl(
  socket: string,
  progress: Progress,
  ready: Promise<FastifyInstance>,
): Promise<{ close: () => void }> {
  const server = createServer(async (request, response) => {
    if (request.url === '/control/progress') return streamProgress(progress, request, response);
    // A unix socket has no address; the request limit wants one.
    Object.defineProperty(request.socket, 'remoteAddress', { value: 'owner', configurable: true });
    const app = await ready.catch(() => undefined);
    if (app) app.routing(request, response);
    else response.destroy();
  });
  rmSync(socket, { force: true });
  await listening(server, socket);
  chmodSync(socket, 0o600);
  return {
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(dirname(socket), { recursive: true, force: true });
    },
  };
}

function streamProgress(progress: Progress, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.flushHeaders();
  const stop = progress.listen((line) => response.write(`${line}\n`));
  request.once('close', stop);
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
