import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '#platform/refusal/refusal.ts';

const CLOSE_WAIT_MS = 3_000;
/** Who sends a byte a second, or nothing, does not hold a connection for long (B-55). */
export const PATIENCE = {
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
};
const REQUESTS_PER_CONNECTION = 1_000;

export type Front = {
  port: number;
  /** From now on requests go there instead of to the page that says what is going on. */
  serve: (listener: RequestListener) => void;
  close: () => Promise<void>;
};

/** Takes the port before anything heavy is done; a port in use is refused at once. */
export async function openFront(host: string, port: number, latest: () => string, patience = PATIENCE): Promise<Front> {
  let listener: RequestListener = (_request, response) => showProgress(response, latest());
  const server = createServer(patience, (request, response) => listener(request, response));
  server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION;
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    serve: (next) => {
      listener = next;
    },
    close: () => close(server),
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    throw new Refusal('port', 409, portSentence((error as NodeJS.ErrnoException).code, host, port), {});
  }
}

function portSentence(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `端口 ${port} 已被占用。请用 --port 换一个，例如 --port ${port + 1}。`;
  if (code === 'EACCES') return `当前用户不能使用端口 ${port}。请用 --port 换一个 1024 以上的端口。`;
  return `不能在 ${host}:${port} 上提供服务（${code}）。请检查 --host 和 --port。`;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), CLOSE_WAIT_MS);
  await closed;
  clearTimeout(force);
}

function showProgress(response: ServerResponse, latest: string): void {
  const text = latest.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  response.writeHead(503, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': '2',
  });
  response.end(`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>康养 · 正在准备</title><h1>系统正在准备，请稍候</h1><p>${text}</p></html>`);
}
