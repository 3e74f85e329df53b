import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { pagePolicy, type Site } from '#platform/http/site.ts';
import { APPS_DIST as DIST } from './build-apps.ts';

/** The built screens: the portal at /, the staff's at /staff/, whose inner addresses all load the same page. */
export async function registerScreens(app: FastifyInstance, site: Site): Promise<void> {
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
  const page = (name: string) => {
    const html = readFileSync(join(DIST, name, 'index.html'), 'utf8');
    return (_request: unknown, reply: FastifyReply) => sendPage(reply, html, site);
  };
  app.get('/', page('portal'));
  app.get('/staff', (_request, reply) => reply.redirect('/staff/'));
  app.get('/staff/*', page('staff'));
}

const NONCE = 'CSP-NONCE';

/** Every answer its own nonce: with it, and only with it, antd may add styles to the page. */
function sendPage(reply: FastifyReply, html: string, site: Site): FastifyReply {
  const nonce = randomBytes(18).toString('base64url');
  return reply
    .header('content-security-policy', pagePolicy(nonce, site))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html.replaceAll(NONCE, nonce));
}
