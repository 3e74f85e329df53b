import type { FastifyReply, FastifyRequest } from 'fastify';

/** A name of its own: a citizen's session is never read where staff's is wanted, nor the other way round. */
function cookieName(https: boolean): string {
  return https ? '__Host-kangyang-portal' : 'kangyang-portal';
}

const attributes = (https: boolean) => ({ path: '/', httpOnly: true, sameSite: 'strict' as const, secure: https });

export function readCitizenToken(request: FastifyRequest, https: boolean): string | undefined {
  return request.cookies[cookieName(https)];
}

export function setCitizenToken(reply: FastifyReply, token: string, https: boolean): void {
  reply.setCookie(cookieName(https), token, attributes(https));
}

/** 退出登录: the browser forgets the token and what it kept of our pages; a staff session beside it goes on. */
export function clearCitizenToken(reply: FastifyReply, https: boolean): void {
  reply.clearCookie(cookieName(https), attributes(https));
  reply.header('clear-site-data', '"cache", "storage"');
}
