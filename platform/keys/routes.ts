import type { FastifyInstance } from 'fastify';
import { queryableOf } from '../db/queryable.ts';
import { type Edge, serve } from '../http/serve.ts';
import { listKeys, startRotation } from './contract.ts';
import { readKeyList } from './key.list.ts';
import { askRotation, continueRotation, type RotationDeps } from './rotate-keys.ts';

/** The security administrator's routes. A rotation is asked for here and goes on in the background. */
export function registerKeyRoutes(app: FastifyInstance, edge: Edge, deps: RotationDeps): void {
  serve(app, edge, listKeys, async ({ db }) => readKeyList(queryableOf(db)));
  serve(app, edge, startRotation, async (ctx, _input, { subject, reply }) => {
    const asked = await askRotation(ctx);
    subject(`第 ${asked.rotationNo} 次轮换`);
    // Begun when the answer is out: by then the wish is committed.
    reply.raw.once('finish', () => goOn(deps));
    return asked;
  });
}

/** Does what was asked for and not finished, also by a server that was killed; says so when it fails. */
export function goOn(deps: RotationDeps): void {
  continueRotation(deps).then(
    (done) => done && deps.log(`密钥轮换完成：换成密钥 ${done.keyId}，${done.rows} 行。`),
    (error: unknown) => deps.log(`密钥轮换中断，下次启动或再次发起时接着做：${String(error)}`),
  );
}
