import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal/refusal.ts';
import type { Site } from './site.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Exactly this: a form of another site can send text/plain and look-alikes without asking the browser's permission. */
const JSON_TYPE = /^application\/json(; ?charset=utf-8)?$/i;

const WRONG_TYPE = '内容格式不对，应为 JSON。请刷新页面后再试。';
const WRONG_FILE = '文件的格式不在允许之列。请重新拍照或另存后再上传。';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route that takes a file accepts instead of JSON; written exactly so. */
    mediaTypes?: readonly string[];
  }
}

/** A change is taken only as JSON, or as the file its route asks for, and only from our own pages (or from a program, which has no one's cookies to abuse). */
export function refuseForeignChanges(app: FastifyInstance, { host, https }: Pick<Site, 'host' | 'https'>): void {
  const own = host === undefined ? undefined : `${https ? 'https' : 'http'}://${host}`;
  app.addHook('onRequest', async (request) => {
    if (READING.has(request.method)) return;
    if (isForeign(request, own)) {
      throw new Refusal(
        'foreign-page',
        403,
        '这个请求不是从本系统的页面发出的，没有办理。请从本系统首页重新进入。',
        {},
      );
    }
    const type = request.headers['content-type'] ?? '';
    const { mediaTypes } = request.routeOptions.config;
    if (mediaTypes ? !mediaTypes.includes(type) : !JSON_TYPE.test(type)) {
      throw new Refusal('content-type', 415, mediaTypes ? WRONG_FILE : WRONG_TYPE, {});
    }
  });
}

/** Sec-Fetch-Site is the browser's own word; where it is missing (plain http), Origin must name us, or the host asked for. */
function isForeign(request: FastifyRequest, own: string | undefined): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  const { origin } = request.headers;
  if (origin === undefined) return false;
  if (own !== undefined) return origin !== own;
  return !URL.canParse(origin) || new URL(origin).host !== request.host;
}
