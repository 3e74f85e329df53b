import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { zhCN } from 'zod/locales';
import { scrub } from '../classification/scrub.ts';
import { Refusal } from '../refusal/refusal.ts';
import { readJson } from './json-body.ts';
import { refuseForeignChanges } from './same-origin.ts';
import { DATA_POLICY, PERMISSIONS, PLAIN_SITE, type Site } from './site.ts';

z.config(zhCN());

export type AppOptions = {
  log: (line: Record<string, unknown>) => void;
  /** From one address, whoever sits behind it. */
  requestsPerMinute: number;
  site?: Site;
};

const BODY_BYTES = 1024 * 1024;
const LONGEST_PARAMETER = 300;

/** An empty application: headers, limits, one way to answer errors. Routes and files are added by the server. */
export async function createApp({ log, requestsPerMinute, site = PLAIN_SITE }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: BODY_BYTES,
    requestTimeout: 60_000,
    // What is not in the contracts is not there.
    exposeHeadRoutes: false,
    frameworkErrors: (_error, request, reply) => answerUnreadable(request.id, reply as unknown as FastifyReply),
    trustProxy: site.trustProxy.length === 0 ? false : [...site.trustProxy],
    routerOptions: { ignoreTrailingSlash: false, ignoreDuplicateSlashes: false, maxParamLength: LONGEST_PARAMETER },
  });
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: site.https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: site.frameAncestors.length === 0 ? { action: 'deny' } : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(rateLimit, { max: requestsPerMinute, timeWindow: '1 minute' });
  takeOnlyJson(app);
  refuseOtherHosts(app, site);
  refuseForeignChanges(app, site);
  answerErrors(app, log);
  return app;
}

/** An address that cannot be decoded: no route and no hook ever sees it. */
function answerUnreadable(requestId: string, reply: FastifyReply): void {
  reply.header('cache-control', 'no-store').header('content-security-policy', DATA_POLICY);
  reply.status(400).send({ code: 'request', sentence: requestSentence(400), requestId });
}

function takeOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, async (_request: FastifyRequest, body: string) =>
    readJson(body),
  );
}

/** B-82: a forged Host must not end in an address that we write, or choose another site's rules. */
function refuseOtherHosts(app: FastifyInstance, { host }: Site): void {
  if (host === undefined) return;
  app.addHook('onRequest', async (request) => {
    if (request.host.toLowerCase() === host) return;
    throw new Refusal('other-host', 403, `这里的地址是 ${host}。请从这个地址进入。`, {});
  });
}

function answerErrors(app: FastifyInstance, log: AppOptions['log']): void {
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', DATA_POLICY);
    reply.header('permissions-policy', PERMISSIONS);
  });
  app.setNotFoundHandler((request, reply) => {
    reply
      .status(404)
      .send({ code: 'not-found', sentence: '没有这个地址。请回到首页重新进入。', requestId: request.id });
  });
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    // An export that is refused before its first line had already said what it would be.
    reply.removeHeader('content-disposition').type('application/json; charset=utf-8');
    if (error instanceof Refusal) {
      const { retryAfterSeconds } = error.details;
      if (typeof retryAfterSeconds === 'number') reply.header('retry-after', retryAfterSeconds);
      return reply.status(error.status).send({ code: error.code, sentence: error.message, requestId: request.id });
    }
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) {
      return reply.status(status).send({ code: 'request', sentence: requestSentence(status), requestId: request.id });
    }
    log({
      level: 'error',
      requestId: request.id,
      route: request.routeOptions.url,
      // A driver's message may quote the value that it stumbled over.
      error: scrub(error.message),
      stack: scrub(error.stack ?? ''),
    });
    return reply.status(500).send({
      code: 'bug',
      sentence: `系统出错了，已记录。请把编号 ${request.id} 告诉管理员。`,
      requestId: request.id,
    });
  });
}

function requestSentence(status: number): string {
  if (status === 429) return '操作太频繁，请过一分钟再试。';
  if (status === 413) return '内容太大，请缩小后再提交。';
  if (status === 415) return '内容格式不对，应为 JSON。';
  return '请求的格式不对，请刷新页面后再试。';
}
