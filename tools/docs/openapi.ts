import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { MEDIA_TYPES } from '#platform/contract/file-kind.ts';
import type { AnyRoute } from '#platform/contract/route.ts';
import { allRoutes } from './routes.ts';

const TARGET = new URL('../../docs/openapi.json', import.meta.url).pathname;
/** zod writes the bounds of a safe integer into every number: they say nothing. */
const LARGEST = Number.MAX_SAFE_INTEGER;

type Json = null | boolean | number | string | Json[] | { [name: string]: Json | undefined };
type Schema = { [name: string]: Json | undefined };

const REFUSAL: Schema = {
  type: 'object',
  description: '没有办成：一句中文，说明原因和下一步。程序出错时只给编号。',
  properties: {
    code: { type: 'string', title: '代码' },
    sentence: { type: 'string', title: '说明' },
    requestId: { type: 'string', title: '请求编号' },
  },
  required: ['code', 'sentence', 'requestId'],
  additionalProperties: false,
};

/** 接口文档 (OpenAPI 3.1) of every route that a contract declares. Served at no address: it is a file of the repository. */
export function openApiDocument(routes: readonly AnyRoute[] = allRoutes()): Schema {
  const paths: Record<string, Schema> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '康养',
      version: '1',
      description: '由各模块的 contract.ts 生成（tools/docs/openapi.ts），勿手改。',
    },
    paths,
    components: {
      schemas: { Refusal: REFUSAL },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-kangyang-session', description: '登录后的会话' },
      },
    },
  };
}

function operationOf(route: AnyRoute): Schema {
  const isPublic = route.permission === 'public';
  return {
    summary: route.title,
    operationId: `${route.method} ${route.path}`,
    'x-permission': route.permission,
    ...(route.reauthenticate ? { 'x-reauthenticate': true } : {}),
    'x-scope': typeof route.scope === 'function' ? 'input' : (route.scope ?? 'none'),
    security: isPublic ? [] : [{ session: [] }],
    parameters: [...parametersOf(route, 'params'), ...parametersOf(route, 'query'), ...keyOf(route)],
    ...(route.method === 'GET' ? {} : { requestBody: bodyOf(route) }),
    responses: { '200': replyOf(route), default: { description: '拒绝', content: json({ $ref: REFUSAL_REF }) } },
  };
}

const REFUSAL_REF = '#/components/schemas/Refusal';

function parametersOf(route: AnyRoute, part: 'params' | 'query'): Schema[] {
  const { properties = {}, required = [] } = schemaOf(route[part], 'input') as Parts;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: part === 'params' ? 'path' : 'query',
    required: part === 'params' || required.includes(name),
    schema,
  }));
}

type Parts = { properties?: Record<string, Schema>; required?: string[] };

function keyOf({ method, permission }: AnyRoute): Schema[] {
  if (method === 'GET' || permission === 'public') return [];
  const description = '幂等键：同一键重发，得到原来的回答，只办一次';
  const schema = { type: 'string', pattern: '^[A-Za-z0-9_-]{22,64}$' };
  return [{ name: 'Idempotency-Key', in: 'header', required: false, description, schema }];
}

function bodyOf({ upload, body }: AnyRoute): Schema {
  if (!upload) return { required: true, content: json(schemaOf(body, 'input')) };
  const description = `最大 ${upload.largestBytes} 字节`;
  const file = { schema: { type: 'string', contentMediaType: 'application/octet-stream' } };
  return {
    ...{ required: true, description },
    content: Object.fromEntries(upload.kinds.map((kind) => [MEDIA_TYPES[kind], file])),
  };
}

function replyOf({ stream, reply, title }: AnyRoute): Schema {
  if (stream === 'csv') return { description: title, content: { 'text/csv': { schema: { type: 'string' } } } };
  if (stream === 'file') return { description: title, content: { 'application/octet-stream': {} } };
  return { description: title, content: json(schemaOf(reply, 'output')) };
}

function json(schema: Schema): Schema {
  return { 'application/json': { schema } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return cleaned(made as Schema) as Schema;
}

function cleaned(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((one) => cleaned(one) as Json);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name, inner]) => {
    const isBound = /^(?:exclusive)?(?:minimum|maximum)$/i.test(name);
    return !(isBound && typeof inner === 'number' && Math.abs(inner) >= LARGEST);
  });
  return Object.fromEntries(kept.map(([name, inner]) => [name, cleaned(inner)]));
}

export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), null, 1)}\n`;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const text = openApiText();
  if (!values.check) await writeFile(TARGET, text);
  else if ((await readFile(TARGET, 'utf8')) !== text) {
    console.error(
      'docs/openapi.json 与各模块的 contract.ts 不一致。请执行 node_modules/.bin/node tools/docs/openapi.ts 后提交。',
    );
    process.exitCode = 1;
  }
}
