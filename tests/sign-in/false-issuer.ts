import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An issuer that signs whatever it is told to: what a forger, or a provider gone wrong, would send. */
export type Forgery = {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  by?: 'key' | 'other' | 'hmac' | 'none';
};
export type FalseIssuer = { url: string; next: (forgery: Forgery, nonce: string) => void; close: () => void };

const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function openFalseIssuer(clientId: string): Promise<FalseIssuer> {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let told: { forgery: Forgery; nonce: string } = { forgery: {}, nonce: '' };
  let url = '';

  const idToken = () => {
    const now = Math.floor(Date.now() / 1_000);
    const { forgery, nonce } = told;
    const header = { alg: 'RS256', kid: 'one', typ: 'JWT', ...forgery.header };
    const claims = { iss: url, aud: clientId, sub: 'GE_1', iat: now, exp: now + 300, nonce, ...forgery.claims };
    const text = `${b64(header)}.${b64(claims)}`;
    return `${text}.${signatureOf(text, forgery.by ?? 'key', key, other)}`;
  };
  const answers: Record<string, () => unknown> = {
    '/.well-known/openid-configuration': () => ({
      issuer: url,
      authorization_endpoint: `${url}/auth`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/jwks`,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    }),
    '/jwks': () => ({ keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }] }),
    '/token': () => ({ access_token: 'a', token_type: 'bearer', expires_in: 60, id_token: idToken() }),
  };
  const server = createServer((request, response) => {
    const answer = answers[new URL(request.url ?? '/', 'http://x').pathname];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.() ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    next: (forgery, nonce) => {
      told = { forgery, nonce };
    },
    close: () => void server.close(),
  };
}

type Pair = { publicKey: KeyObject; privateKey: KeyObject };

function signatureOf(text: string, by: NonNullable<Forgery['by']>, key: Pair, other: Pair): string {
  if (by === 'none') return '';
  // The public key is known to all: whoever lets the token choose the algorithm takes it for a shared secret.
  if (by === 'hmac') {
    const pem = key.publicKey.export({ format: 'pem', type: 'spki' });
    return createHmac('sha256', pem).update(text).digest('base64url');
  }
  const { privateKey } = by === 'key' ? key : other;
  return sign('sha256', Buffer.from(text), privateKey).toString('base64url');
}
