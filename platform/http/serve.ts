import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AuditAbout, writeAudit } from '../audit/audit.ts';
import type { AnyRoute, Input, Reply } from '../contract/route.ts';
import { jobsOf } from '../db/bulk.ts';
import type { Database } from '../db/connect.ts';
import { inScope, type PlacesOf, startInScope } from '../db/in-scope.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { Ctx, Scope, User } from '../session/ctx.ts';
import { admit, mustHaveScope } from './admit.ts';
import { markExport } from './export-mark.ts';
import { beginExport, finishExport, type NameOf } from './export-record.ts';
import { type Answer, keepAnswer, oneAfterAnother, readAnswer, repeatableOf, takeKey } from './idempotency.ts';
import type { Limit } from './limits.ts';

export type Edge = {
  db: Database;
  now: () => Date;
  /** Who is calling; the session cookie or the owner's socket decides. Undefined: nobody is signed in. */
  whoIs: (request: FastifyRequest) => Promise<User | undefined>;
  /** Whether a division lies in a scope, by a module that knows the divisions. Left out: the whole province covers, nothing else. */
  covers?: (scope: Scope, division: string) => boolean;
  /** The place numbers of a division, likewise: what the database lets a division's official see. Left out: nothing. */
  placesOf?: PlacesOf;
  /** 谁、什么岗位 in words, for the mark in exported files. Left out: the account's name. */
  nameOf?: NameOf;
  /** Counts calls per caller and class of route; left out: nobody is counted. */
  limit?: Limit;
  /** Every route served, in the order of registering; left out: nobody asks. */
  declared?: AnyRoute[];
  /** People reach the server by https, itself or through a proxy: cookies are then Secure. */
  https?: boolean;
};

/** What a handler may do beyond answering: name the audit's subject or who acted, set or clear the session cookie. */
export type Extras = {
  subject: (text: string) => void;
  /** Why, about which persons, or about which frozen list. A read that names persons, a list or a purpose is audited too. */
  about: (facts: AuditAbout) => void;
  /** Signing in: from here on the caller is known, and the audit names him. */
  actor: (user: User) => void;
  reply: FastifyReply;
  request: FastifyRequest;
};
export type Handler<R extends AnyRoute> = (ctx: Ctx, input: Input<R>, extras: Extras) => Promise<Reply<R>>;
export type Preparation<R extends AnyRoute> = (
  input: Input<R>,
  request: FastifyRequest,
  user: User,
) => Promise<Handler<R>>;
export type StreamHandler<R extends AnyRoute> = (ctx: Ctx, input: Input<R>) => AsyncIterable<string>;
/** Which frozen list an export takes out, and why: read in the transaction that puts it on record. */
export type StreamAbout<R extends AnyRoute> = (ctx: Ctx, input: Input<R>) => Promise<AuditAbout>;

function declare({ declared }: Edge, route: AnyRoute): void {
  mustHaveScope(route);
  declared?.push(route);
}

/** Connects a declared route to its use case: schema, right, transaction, audit, reply schema. */
export function serve<R extends AnyRoute>(app: FastifyInstance, edge: Edge, route: R, handler: Handler<R>): void {
  servePrepared(app, edge, route, async () => handler);
}

/** Likewise, with slow work first that must not hold a transaction open (hashing a password); it returns the handler. */
export function servePrepared<R extends AnyRoute>(
  app: FastifyInstance,
  edge: Edge,
  route: R,
  prepare: Preparation<R>,
): void {
  declare(edge, route);
  app.route({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      const { user, input } = await admit(edge, route, request);
      return perform(edge, route, { user, input, request, reply }, () => prepare(input, request, user));
    },
  });
}

export type Admitted<R extends AnyRoute> = Pick<Extras, 'request' | 'reply'> & { user: User; input: Input<R> };

/** One act: an answer given before if the caller repeats himself, else slow work first, then everything in one transaction. */
export async function perform<R extends AnyRoute>(
  edge: Edge,
  route: R,
  { user, input, request, reply }: Admitted<R>,
  prepare: () => Promise<Handler<R>>,
): Promise<Reply<R>> {
  const repeatable = repeatableOf(request, route, user, input);
  const answer = await oneAfterAnother(repeatable, async (): Promise<Answer> => {
    const earlier = repeatable && (await readAnswer(edge.db, repeatable));
    if (earlier) return earlier;
    const handler = await prepare();
    return inScope(edge.db, user, edge.placesOf, async (db) => {
      const ctx: Ctx = { db, now: edge.now(), user, request: { id: request.id, address: request.ip } };
      const known = repeatable && (await takeKey(db, repeatable, ctx.now));
      if (known) return known;
      const done = await act(ctx, route, handler, input, { request, reply });
      if (repeatable) await keepAnswer(db, repeatable, done);
      return done;
    });
  });
  if ('reply' in answer) return answer.reply as Reply<R>;
  const { code, status, sentence } = answer.refusal;
  throw new Refusal(code, status, sentence, {});
}

/** One act and its line in the audit. A refusal undoes the transaction, unless it is itself a fact to keep. */
async function act<R extends AnyRoute>(
  ctx: Ctx,
  route: R,
  handler: Handler<R>,
  input: Input<R>,
  http: Pick<Extras, 'request' | 'reply'>,
): Promise<Answer> {
  const entry = { action: route.path, title: route.title };
  let subject: string | undefined;
  const { opened } = ctx.user;
  const facts: AuditAbout = opened ? { persons: [opened.personNo], purpose: opened.purpose } : {};
  try {
    const made = await handler(ctx, input, {
      ...http,
      subject: (text) => {
        subject = text;
      },
      // Why an emergency was opened says more than why the page exists.
      about: (more) => Object.assign(facts, more, opened && { purpose: opened.purpose }),
      actor: (user) => {
        ctx.user = user;
      },
    });
    // Checked before it is final: what may not go out must not have happened either.
    const reply = route.reply.parse(made);
    const isRead = route.method === 'GET';
    const jobs = jobsOf(ctx);
    if (!isRead || facts.persons || facts.list || facts.purpose || jobs.length > 0) {
      const about = [subject, ...jobs].filter((part) => part !== undefined).join('；') || undefined;
      await writeAudit(ctx, { ...entry, ...facts, subject: about, outcome: isRead ? 'read' : 'done' });
    }
    return { reply };
  } catch (error) {
    if (!(error instanceof Refusal) || !error.kept) throw error;
    await writeAudit(ctx, { ...entry, ...facts, subject, outcome: 'refused' });
    return { refusal: { code: error.code, status: error.status, sentence: error.message } };
  }
}

/** An export: lines flow while they are read, memory stays flat. Written to the audit before the first line. */
export function serveStream<R extends AnyRoute>(
  app: FastifyInstance,
  edge: Edge,
  route: R,
  fileName: (input: Input<R>, user: User) => string,
  handler: StreamHandler<R>,
  about: StreamAbout<R> = async () => ({}),
): void {
  declare(edge, route);
  app.route({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      const { user, input } = await admit(edge, route, request);
      const name = encodeURIComponent(fileName(input, user));
      reply.header('content-type', 'text/csv; charset=utf-8');
      reply.header('content-disposition', `attachment; filename*=UTF-8''${name}`);
      return reply.send(Readable.from(streamInTransaction(edge, route, request, user, input, handler, about)));
    },
  });
}

async function* streamInTransaction<R extends AnyRoute>(
  edge: Edge,
  route: R,
  request: FastifyRequest,
  user: User,
  input: Input<R>,
  handler: StreamHandler<R>,
  about: StreamAbout<R>,
): AsyncGenerator<string> {
  const ctxOn = (db: Ctx['db']): Ctx => ({
    db,
    now: edge.now(),
    user,
    request: { id: request.id, address: request.ip },
  });
  // On record before the first line, for good: who breaks off in the middle has read all the same.
  const { exportNo, mark } = await inScope(edge.db, user, edge.placesOf, async (db) => {
    const wish = { url: request.url, about: await about(ctxOn(db), input), nameOf: edge.nameOf };
    return beginExport(ctxOn(db), route, wish);
  });
  const transaction = await startInScope(edge.db, user, edge.placesOf);
  const { lines, sent } = markExport(handler(ctxOn(transaction), input), mark);
  let isWhole = false;
  try {
    yield* lines;
    await transaction.commit().execute();
    isWhole = true;
  } finally {
    // Also when the reader has gone away in the middle: the connection goes back to the pool.
    if (!isWhole) await transaction.rollback().execute();
    await edge.db.transaction().execute((db) => finishExport(ctxOn(db), route, { exportNo, sent, isWhole }));
  }
}
