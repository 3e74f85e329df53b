import { lookup as systemLookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type AddressRules, addressGate } from './outgoing-address.ts';

const TIMEOUT_MS = 10_000;
const LARGEST_BYTES = 1024 * 1024;
/** Set by us alone: with them a call could end elsewhere, or smuggle a second one behind it. */
const OURS = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'expect', 'te']);

export type OutgoingRules = AddressRules & {
  /** Whom we call at all, as origins from the configuration: `https://sso.example:8443`. */
  origins: readonly string[];
  /** Whole call, answer included. */
  timeoutMs?: number;
  largestBytes?: number;
  /** How names become addresses; the system's way when left out. */
  resolve?: (host: string) => Promise<{ address: string }[]>;
};

export type OutgoingInit = {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array | URLSearchParams | null | undefined;
  signal?: AbortSignal | null | undefined;
};
export type Outgoing = (url: string | URL, init?: OutgoingInit) => Promise<Response>;

export type OutgoingProblem =
  | 'address' // written so that no address can be read from it, or another scheme, or with a name and password
  | 'origin' // not one that the configuration names
  | 'denied' // the name leads to an address that may not be called
  | 'redirect'
  | 'too-large'
  | 'timeout'
  | 'unreachable';

/** A call outward that was not made, or not finished. Nothing of the address is in the message: it may carry a secret. */
export class OutgoingError extends Error {
  readonly problem: OutgoingProblem;
  constructor(problem: OutgoingProblem, cause?: unknown) {
    super(`outgoing call: ${problem}`, { cause });
    this.problem = problem;
  }
}

/**
 * 对外调用: the only way out of the server (B-70). Only named origins; the address is checked when it is dialled, so a name
 * that changes its answer gains nothing; no redirects, a limit of time and of size. Takes what `fetch` takes of it.
 */
export function openOutgoing(rules: OutgoingRules): Outgoing {
  const origins = new Set(rules.origins.map((origin) => new URL(origin).origin));
  const mayReach = addressGate(rules);
  return async (address, init = {}) => {
    const url = readAddress(address);
    if (!origins.has(url.origin)) throw new OutgoingError('origin');
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) && !mayReach(literal)) throw new OutgoingError('denied');
    const time = AbortSignal.timeout(rules.timeoutMs ?? TIMEOUT_MS);
    const signal = init.signal ? AbortSignal.any([time, init.signal]) : time;
    try {
      return await exchange(url, init, { signal, rules, lookup: guardedLookup(rules, mayReach) });
    } catch (error) {
      if (error instanceof OutgoingError) throw error;
      throw new OutgoingError(signal.aborted ? 'timeout' : 'unreachable', error);
    }
  };
}

function readAddress(address: string | URL): URL {
  const text = String(address);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new OutgoingError('address');
  // `http://a@b` reads like a and goes to b; and a password in an address ends in logs.
  if (url.username !== '' || url.password !== '') throw new OutgoingError('address');
  return url;
}

/** One denied answer spoils all: otherwise the second try of a connection would go there. */
function guardedLookup({ resolve }: OutgoingRules, mayReach: (address: string) => boolean): LookupFunction {
  const ask = resolve ?? ((host: string) => systemLookup(host, { all: true }));
  return (host, options, answer) => {
    ask(host).then(
      (found) => {
        const addresses = found.map(({ address }) => ({ address, family: isIP(address) }));
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => mayReach(address))) answer(new OutgoingError('denied'), []);
        else if (options.all) answer(null, addresses);
        else answer(null, first.address, first.family);
      },
      (error: Error) => answer(error, []),
    );
  };
}

type Way = { signal: AbortSignal; rules: OutgoingRules; lookup: LookupFunction };

function exchange(url: URL, init: OutgoingInit, { signal, rules, lookup }: Way): Promise<Response> {
  const body = init.body == null ? undefined : Buffer.from(bytesOf(init.body));
  const method = (init.method ?? 'GET').toUpperCase();
  const options: RequestOptions = { method, headers: headersOf(init, body), signal, lookup, agent: false };
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = send(url, options, (answer) => {
      readAnswer(answer, method, rules.largestBytes ?? LARGEST_BYTES).then(resolve, (error: unknown) => {
        sent.destroy();
        reject(error);
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

function bytesOf(body: string | Uint8Array | URLSearchParams): string | Uint8Array {
  return body instanceof URLSearchParams ? body.toString() : body;
}

function headersOf({ headers = {}, body }: OutgoingInit, bytes: Buffer | undefined): Record<string, string | number> {
  const wished = Object.entries(headers).filter(([name]) => !OURS.has(name.toLowerCase()));
  const form = body instanceof URLSearchParams ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  return {
    ...{ 'accept-encoding': 'identity', connection: 'close', ...form },
    ...Object.fromEntries(wished.map(([name, value]) => [name.toLowerCase(), value])),
    ...(bytes ? { 'content-length': bytes.length } : {}),
  };
}

async function readAnswer(answer: IncomingMessage, method: string, largestBytes: number): Promise<Response> {
  const status = answer.statusCode ?? 0;
  // Also 300 and 304: we asked for something else, and following would lead past the named origins.
  if (status >= 300 && status < 400) throw new OutgoingError('redirect');
  if (Number(answer.headers['content-length'] ?? 0) > largestBytes) throw new OutgoingError('too-large');
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > largestBytes) throw new OutgoingError('too-large');
    parts.push(part);
  }
  const headers = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const isEmpty = method === 'HEAD' || status === 204 || status === 205;
  return new Response(isEmpty ? null : Buffer.concat(parts), { status, headers });
}
