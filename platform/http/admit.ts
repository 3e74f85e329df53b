import type { FastifyRequest } from 'fastify';
import type { ZodError } from 'zod';
import { PROVE_AGAIN } from '../contract/prove-again.ts';
import type { AnyRoute, Input, Place } from '../contract/route.ts';
import { Refusal } from '../refusal/refusal.ts';
import { mayDo, type Scope, type User } from '../session/ctx.ts';
import { callerOf } from './caller.ts';
import type { Edge } from './serve.ts';

const NOBODY: User = {
  ...{ audience: 'nobody', accountNo: null, name: '', permissions: new Set() },
  ...{ post: null, scope: { type: 'none' } },
};

/** Who is calling and with what; refuses who may not, what the contract does not know, and places outside the caller's scope. */
export async function admit<R extends AnyRoute>(edge: Edge, route: R, request: FastifyRequest) {
  const user = await admitCaller(edge, route, request);
  edge.limit?.(route, callerOf(user) ?? `@${request.ip}`);
  const input = {
    params: parsePart(route.params, request.params ?? {}),
    query: parsePart(route.query, request.query ?? {}),
    body: parsePart(route.body, route.upload ? {} : (request.body ?? {})),
  } as Input<R>;
  refuseOutOfScope(edge, user, typeof route.scope === 'function' ? route.scope(input) : route.scope);
  return { user, input };
}

/** The caller, who must be signed in and have the right, where the route asks for that. */
export async function admitCaller(edge: Edge, route: AnyRoute, request: FastifyRequest): Promise<User> {
  const user = (await edge.whoIs(request)) ?? NOBODY;
  if (route.permission !== 'public') {
    if (user === NOBODY) throw new Refusal('sign-in-needed', 401, '请先登录。', {});
    if (user.unfinished && route.permission !== 'signing-in') {
      throw new Refusal('sign-in-unfinished', 403, '登录还没有完成。请先按页面提示核对动态口令或修改口令。', {});
    }
    if (route.permission !== 'signing-in' && route.permission !== 'signed-in' && !mayDo(user, route.permission)) {
      throw new Refusal('not-permitted', 403, '您没有办理这件事的权限。需要时请联系本单位管理员。', {});
    }
    if (route.reauthenticate) refuseUnproved(user);
  }
  return user;
}

/** The machine itself and the owner of the data folder have no session, and nothing to prove. */
function refuseUnproved({ accountNo, isProvedLately }: User): void {
  if (accountNo === null || isProvedLately) return;
  const sentence = '办这件事以前要再核对一次身份。请重新输入口令和动态口令（或从其他系统重新登录），再办一次。';
  throw new Refusal(PROVE_AGAIN, 403, sentence, {});
}

/** A route that forgot to say which place it is about, or asks what its callers cannot do, is not served at all. */
export function mustHaveScope({ path, permission, scope, reauthenticate }: AnyRoute): void {
  if (permission !== 'public' && scope === undefined) throw new Error(`${path}: the route declares no scope`);
  if (reauthenticate && (permission === 'public' || permission === 'citizen'))
    throw new Error(`${path}: nobody who calls it could prove again who he is`);
}

function refuseOutOfScope({ covers }: Edge, { scope }: User, place: Place = 'none'): void {
  if (isInScope(covers, scope, place)) return;
  throw new Refusal('out-of-scope', 403, '这不在您当前岗位的管辖范围内。请换一个岗位，或联系本单位管理员。', {});
}

function isInScope(covers: Edge['covers'], scope: Scope, place: Place): boolean {
  // Whoever covers the whole province is still of no outside organisation.
  if (place === 'organisation') return scope.type === 'organisation';
  if (place === 'none' || scope.type === 'whole') return true;
  if (place === 'own') return scope.type === 'division' || scope.type === 'persons';
  return place !== 'whole' && scope.type === 'division' && covers?.(scope, place) === true;
}

function parsePart(schema: AnyRoute['params'], value: unknown): unknown {
  if (hasUnstorableText(value))
    throw new Refusal('input', 422, '填写有误：里面有不能保存的字符，请重新输入后再提交。', {});
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal('input', 422, describeIssues(result.error), { issues: result.error.issues.length });
}

/** B-09, B-10: PostgreSQL cannot hold NUL, and half a surrogate pair would be stored as another sign. */
function hasUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed();
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => hasUnstorableText(name) || hasUnstorableText(inner));
}

function describeIssues(error: ZodError): string {
  const parts = error.issues.slice(0, 5).map((issue) => {
    const where = issue.path.length > 0 ? `“${issue.path.join('.')}”` : '请求';
    if (issue.code === 'unrecognized_keys') return `${where}里有不认识的项：${issue.keys.join('、')}`;
    return `${where}：${issue.message}`;
  });
  return `填写有误：${parts.join('；')}。请改正后再提交。`;
}
