import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Keys } from '#platform/crypto/keys.ts';
import { seal, unseal } from '#platform/crypto/seal.ts';
import type { Outbound } from '#platform/sign-in/oidc.ts';

/** Not in a table: the browser keeps it. */
const ADDRESS = { table: 'identity.outbound', column: 'cookie', row: 'browser' } as const;
const VALID_MS = 10 * 60_000;

/** A sign-in that was sent elsewhere: sealed in the browser's own cookie, so that only this browser can finish it. */
export type Sent = Outbound & { way: string; back: string };

/** Officials and citizens each have their own cookie: one browser may be on the way to both sign-ins at once. */
export const staffOutbound = outboundCookie('kangyang-outbound', '/api/identity/external');
export const citizenOutbound = outboundCookie('kangyang-portal-outbound', '/api/identity/citizen');

function outboundCookie(name: string, path: string) {
  const attributes = (https: boolean) => ({ path, httpOnly: true, sameSite: 'strict' as const, secure: https });
  return {
    remember(reply: FastifyReply, keys: Keys, sent: Sent, now: Date, https: boolean): void {
      const sealed = seal(keys, ADDRESS, { ...sent, until: String(now.getTime() + VALID_MS) });
      reply.setCookie(name, sealed.toString('base64url'), attributes(https));
    },

    /** Undefined when nothing was sent, it is too old, or the cookie is not ours. */
    read(request: FastifyRequest, keys: Keys, now: Date): Sent | undefined {
      const text = request.cookies[name];
      if (!text) return undefined;
      const fields = opened(keys, text);
      if (!fields || !(Number(fields.until) > now.getTime())) return undefined;
      const { state = '', nonce = '', verifier = '', way = '', back = '' } = fields;
      return { state, nonce, verifier, way, back };
    },

    forget(reply: FastifyReply, https: boolean): void {
      reply.clearCookie(name, attributes(https));
    },
  };
}

/** A cookie that somebody changed does not open: it is then no cookie at all. */
function opened(keys: Keys, text: string): Record<string, string> | undefined {
  try {
    return unseal(keys, ADDRESS, Buffer.from(text, 'base64url'));
  } catch {
    return undefined;
  }
}
