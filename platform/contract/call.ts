import { PROVE_AGAIN } from './prove-again.ts';
import type { AnyRoute, Input, Reply } from './route.ts';

/** A refusal as the browser sees it: the sentence is for the screen. */
export class CallRefused extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;
  constructor(status: number, code: string, sentence: string, requestId?: string) {
    super(sentence);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

type Loose<T> = Partial<T>;

let gateway = '';

/** 网关: all calls of this page go there instead of to where the page came from; '' = there. Refuses anything but http(s). */
export function callThrough(address: string): void {
  if (address !== '' && !/^https?:$/.test(new URL(address).protocol)) throw new Error(`no gateway: ${address}`);
  gateway = address.replace(/\/+$/, '');
}

/** The page lies elsewhere than beside the server. */
export function isThroughGateway(): boolean {
  return gateway !== '';
}

/** Where a route answers, with parameters and query filled in. */
export function addressOf<R extends AnyRoute>(route: R, input: Loose<Input<R>> = {}): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * Calls a route from the browser; throws CallRefused with the Chinese sentence to show. An act carries a key of its own: when the
 * line is cut it is sent again with the same key, also when the user presses again, and so has one effect.
 */
export async function call<R extends AnyRoute>(route: R, input: Loose<Input<R>> = {}): Promise<Reply<R>> {
  const address = addressOf(route, input);
  if (route.method === 'GET') return readAnswer(await send(address, { method: 'GET' }));
  const body = JSON.stringify(input.body ?? {});
  return provedFirst(() => act<Reply<R>>(`${address} ${body}`, address, body, 'application/json'));
}

/** Asks the user to prove again who he is; false: he would rather not. */
export type Prover = () => Promise<boolean>;

let prover: Prover | undefined;
let proving: Promise<boolean> | undefined;

/** 再次核对身份 of this page: acts that are refused for want of it ask, and are then done. Returns what takes it back. */
export function proveBy(ask: Prover): () => void {
  prover = ask;
  return () => {
    if (prover === ask) prover = undefined;
  };
}

/** Several acts at once ask once. Who would rather not gets the refusal. */
async function provedFirst<T>(once: () => Promise<T>): Promise<T> {
  return once().catch(async (error: unknown) => {
    if (!(error instanceof CallRefused) || error.code !== PROVE_AGAIN || !prover) throw error;
    proving ??= prover().finally(() => {
      proving = undefined;
    });
    if (!(await proving)) throw error;
    return once();
  });
}

/** Sends a file to a route that takes one; its kind is decided by its bytes, there as well as here. */
export async function callUpload<R extends AnyRoute>(
  route: R,
  file: Blob,
  input: Loose<Input<R>> = {},
): Promise<Reply<R>> {
  const address = addressOf(route, input);
  return provedFirst(() => act<Reply<R>>(`${address} ${file.size} ${file.type}`, address, file, file.type));
}

/** Keys of acts that nobody has answered yet: whether they happened is not known. */
const unanswered = new Map<string, string>();
const WAITS_MS = [400, 1_500];

async function act<T>(name: string, address: string, body: BodyInit, type: string): Promise<T> {
  const key = unanswered.get(name) ?? freshKey();
  unanswered.set(name, key);
  const init = { method: 'POST', body, headers: { 'content-type': type, 'idempotency-key': key } };
  for (const wait of [...WAITS_MS, undefined]) {
    const response = await send(address, init).catch((error: unknown) => {
      if (wait === undefined) throw error;
    });
    const isLost = response === undefined || [502, 503, 504].includes(response.status);
    if (response && !isLost) unanswered.delete(name);
    if (response && (!isLost || wait === undefined)) return readAnswer<T>(response);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  throw new Error('not reached');
}

/** randomUUID is missing where a page came by plain http. */
function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function send(address: string, init: RequestInit): Promise<Response> {
  // A gateway of the same site gets the portal's cookie; it is SameSite=Strict, so no other site's page ever sends it.
  const credentials = gateway === '' ? 'same-origin' : 'include';
  return fetch(gateway + address, { ...init, credentials }).catch(() => {
    throw new CallRefused(0, 'network', '连不上服务器。请检查网络，稍后再试。');
  });
}

async function readAnswer<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  const answer = (await response.json().catch(() => undefined)) as
    | { code?: string; sentence?: string; requestId?: string }
    | undefined;
  throw new CallRefused(
    response.status,
    answer?.code ?? 'unknown',
    answer?.sentence ?? '服务器没有给出可读的回答，请稍后再试。',
    answer?.requestId,
  );
}
