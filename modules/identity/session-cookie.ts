import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The prefix makes the browser refuse a cookie of this name that another host of the domain or plain http sets. */
function cookieName(https: boolean): string {
  return https ? '__Host-kangyang-session' : 'kangyang-session';
}

function attributes(https: boolean): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: https };
}

export function readToken(request: FastifyRequest, https: boolean): string | undefined {
  return request.cookies[cookieName(https)];
}

/** Without an end of its own: it goes with the browser, and the server decides earlier. */
export function setToken(reply: FastifyReply, token: string, https: boolean): void {
  reply.setCookie(cookieName(https), token, attributes(https));
}

/** 退出登录: the browser forgets the token and what it kept of our pages. */
export function clearToken(reply: FastifyReply, https: boolean): void {
  reply.clearCookie(cookieName(https), attributes(https));
  reply.header('clear-site-data', '"cache", "cookies", "storage"');
}
