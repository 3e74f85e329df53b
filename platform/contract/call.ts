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

/** Calls a route from the browser; throws CallRefused with the Chinese sentence to show. */
export async function call<R extends AnyRoute>(route: R, input: Loose<Input<R>> = {}): Promise<Reply<R>> {
  const hasBody = route.method !== 'GET';
  const response = await fetch(addressOf(route, input), {
    method: route.method,
    credentials: 'same-origin',
    headers: hasBody ? { 'content-type': 'application/json' } : {},
    ...(hasBody ? { body: JSON.stringify(input.body ?? {}) } : {}),
  }).catch(() => {
    throw new CallRefused(0, 'network', '连不上服务器。请检查网络，稍后再试。');
  });
  if (response.ok) return (await response.json()) as Reply<R>;
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
