import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal/refusal.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Exactly this: a form of another site can send text/plain and look-alikes without asking the browser's permission. */
const JSON_TYPE = /^application\/json(; ?charset=utf-8)?$/i;

/** A change is taken only as JSON and only from our own pages (or from a program, which has no one's cookies to abuse). */
export function refuseForeignChanges(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (READING.has(request.method)) return;
    if (isForeign(request)) {
      throw new Refusal(
        'foreign-page',
        403,
        '这个请求不是从本系统的页面发出的，没有办理。请从本系统首页重新进入。',
        {},
      );
    }
    if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
      throw new Refusal('content-type', 415, '内容格式不对，应为 JSON。请刷新页面后再试。', {});
    }
  });
}

/** Sec-Fetch-Site is the browser's own word; where it is missing (plain http), Origin must name the host asked for. */
function isForeign(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  const { origin } = request.headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.host;
}
