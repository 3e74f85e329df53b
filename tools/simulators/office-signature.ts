import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Asked, Told } from './simulator.ts';

const CLOCK_SKEW_MS = 15 * 60_000;
const nonces = new Set<string>();

/** Written apart from the product's own signature, so that a mistake there is not repeated here. A nonce is taken once. */
export function refusedOfficeSignature(
  { method, url, headers }: Asked,
  parameters: Record<string, string>,
  { accessKey, secret }: { accessKey: string; secret: string },
): Told | undefined {
  const header = (name: string) => String(headers[name] ?? '');
  const no = (errorMsg: string): Told => ({ status: 401, json: { success: false, errorMsg } });
  const timestamp = header('x-hmac-auth-timestamp');
  const nonce = header('x-hmac-auth-nonce');
  if (header('apikey') !== accessKey) return no('apiKey not found');
  if (!(Math.abs(Date.now() - Date.parse(timestamp)) <= CLOCK_SKEW_MS)) return no('timestamp expired');
  if (nonce === '' || nonces.has(nonce)) return no('nonce used');
  const pairs = Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name]}`);
  const text = [method, timestamp, nonce, url.pathname].join('\n') + (pairs.length ? `\n${pairs.join('&')}` : '');
  const wanted = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(header('x-hmac-auth-signature'), 'base64');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return no('signature not match');
  nonces.add(nonce);
  return undefined;
}
