import { createHmac, randomInt } from 'node:crypto';

/** What a gateway knows us by. */
export type GatewayKey = { accessKey: string; secret: string };
type Call = { method: 'GET' | 'POST'; url: URL; now: Date };

/**
 * 业务协同网关签名 (X-BG-HMAC): HMAC-SHA256 over method, path, sorted query, key and GMT date, each on a line of its own. The gateway
 * takes a date that is at most 90 seconds off.
 */
export function portalHeaders({ accessKey, secret }: GatewayKey, { method, url, now }: Call) {
  const date = now.toUTCString();
  const signed = `${[method, url.pathname, sortedQuery(url), accessKey, date].join('\n')}\n`;
  return {
    'X-BG-HMAC-SIGNATURE': hmacBase64(secret, signed),
    'X-BG-HMAC-ALGORITHM': 'hmac-sha256',
    'X-BG-HMAC-ACCESS-KEY': accessKey,
    'X-BG-DATE-TIME': date,
  };
}

/**
 * 专有钉钉网关签名 (X-Hmac-Auth): HMAC-SHA256 over method, timestamp, nonce, path and the parameters, plain and sorted by name. A nonce
 * is taken once.
 */
export function officeAppHeaders(
  { accessKey, secret }: GatewayKey,
  { method, url, now, parameters }: Call & { parameters: Readonly<Record<string, string>> },
) {
  const timestamp = shanghaiInstant(now);
  const nonce = `${now.getTime()}${randomInt(1_000, 10_000)}`;
  const text = plainParameters(parameters);
  const signed = [method, timestamp, nonce, url.pathname, ...(text === '' ? [] : [text])].join('\n');
  return {
    'X-Hmac-Auth-Timestamp': timestamp,
    'X-Hmac-Auth-Version': '1.0',
    'X-Hmac-Auth-Nonce': nonce,
    apiKey: accessKey,
    'X-Hmac-Auth-Signature': hmacBase64(secret, signed),
    // The gateway wants them there; it goes by the connection.
    'X-Hmac-Auth-IP': '127.0.0.1',
    'X-Hmac-Auth-MAC': '00:00:00:00:00:00',
  };
}

function hmacBase64(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64');
}

function sortedQuery({ searchParams }: URL): string {
  return [...searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .toSorted()
    .join('&');
}

function plainParameters(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('&');
}

/** '2026-11-28T10:38:26.123+08:00'. */
function shanghaiInstant(now: Date): string {
  const local = now.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).replace(' ', 'T');
  return `${local}.${String(now.getUTCMilliseconds()).padStart(3, '0')}+08:00`;
}
