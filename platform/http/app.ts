import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { zhCN } from 'zod/locales';
import { Refusal } from '../refusal/refusal.ts';
import { refuseForeignChanges } from './same-origin.ts';

z.config(zhCN());

export type AppOptions = { log: (line: Record<string, unknown>) => void; requestsPerMinute: number };

/** An empty application: headers, limits, one way to answer errors. Routes and files are added by the server. */
export async function createApp({ log, requestsPerMinute }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    requestTimeout: 60_000,
    routerOptions: { ignoreTrailingSlash: false },
  });
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
  });
  await app.register(rateLimit, { max: requestsPerMinute, timeWindow: '1 minute' });
  refuseForeignChanges(app);
  answerErrors(app, log);
  return app;
}

function answerErrors(app: FastifyInstance, log: AppOptions['log']): void {
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.setNotFoundHandler((request, reply) => {
    reply
      .status(404)
      .send({ code: 'not-found', sentence: '没有这个地址。请回到首页重新进入。', requestId: request.id });
  });
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    if (error instanceof Refusal) {
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
      error: error.message,
      stack: error.stack,
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
