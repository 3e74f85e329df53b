import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

export type Asked = { method: string; url: URL; headers: IncomingMessage['headers']; body: string };
/** `raw` is sent as it is, whatever it claims to be; `waitMs` first, for a system that is slow. */
export type Told = { status?: number; json?: unknown; raw?: string; html?: string; location?: string; waitMs?: number };
export type Answerer = (asked: Asked) => Told | Promise<Told>;

const LARGEST_BYTES = 64 * 1024;

/** 模拟器: a process of its own on this machine that speaks the outside system's protocol; `--port` or a free one. */
export async function runSimulator(make: (url: string) => Answerer): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  let answerer: Answerer = () => ({ status: 503, json: { message: 'starting' } });
  const server = createServer((request, response) => {
    readAsked(request)
      .then((asked) => answerer(asked))
      .then((told) => send(response, told))
      .catch((error: Error) => send(response, { status: 500, json: { message: error.message } }));
  });
  // Loopback only: nobody elsewhere may sign in by a simulator.
  await new Promise<void>((resolve) => server.listen(Number(values.port), '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  answerer = make(url);
  process.stdout.write(`simulator ${url}\n`);
  process.once('SIGTERM', () => process.exit(0));
  // It ends with whoever started it.
  process.once('disconnect', () => process.exit(0));
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  let body = '';
  for await (const part of request.setEncoding('utf8')) {
    body += part;
    if (body.length > LARGEST_BYTES) throw new Error('too much');
  }
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  return { method: request.method ?? 'GET', url, headers: request.headers, body };
}

async function send(response: ServerResponse, told: Told): Promise<void> {
  if (told.waitMs) await new Promise((resolve) => setTimeout(resolve, told.waitMs));
  if (told.location !== undefined) {
    response.writeHead(302, { location: told.location }).end();
    return;
  }
  const type = told.html === undefined ? 'application/json' : 'text/html';
  response.writeHead(told.status ?? 200, { 'content-type': `${type}; charset=utf-8` });
  response.end(told.html ?? told.raw ?? JSON.stringify(told.json));
}

/** A page with one form, for people who try the product out. */
export function formPage(title: string, action: string, fields: readonly [name: string, label: string][]): string {
  const inputs = fields.map(([name, label]) => `<p><label>${label} <input name="${name}"></label></p>`).join('');
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><link rel="icon" href="data:,"><title>${title}</title>
<h1>${title}（模拟，不是真的）</h1><form method="post" action="${action}">${inputs}<button>登录</button></form></html>`;
}
