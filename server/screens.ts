import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { APPS_DIST as DIST } from './build-apps.ts';

/** The built screens: the portal at /, the staff's at /staff/, whose inner addresses all load the same page. */
export async function registerScreens(app: FastifyInstance): Promise<void> {
  if (!existsSync(DIST)) return;
  await app.register(fastifyStatic, {
    root: DIST,
    index: false,
    redirect: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const isHashed = path.includes(`${join(DIST, 'assets')}`);
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const page = (name: string) => (_request: unknown, reply: FastifyReply) => reply.sendFile(`${name}/index.html`);
  app.get('/', page('portal'));
  app.get('/staff', (_request, reply) => reply.redirect('/staff/'));
  app.get('/staff/*', page('staff'));
}
