import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { JsonSchema } from '../audit/generated-input.ts';

type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonSchema };
type Content = Record<string, { schema?: JsonSchema }>;
type Described = {
  parameters: Parameter[];
  security: object[];
  requestBody?: { content: Content };
  responses: { '200': { content: Content } };
};
export type Operation = {
  method: 'GET' | 'POST';
  path: string;
  isPublic: boolean;
  parameters: Parameter[];
  body: JsonSchema | undefined;
  /** What the document says a good answer is made of. */
  replyType: string;
  reply: z.ZodType | undefined;
};

/** The interfaces as the document describes them, and nothing else: what the fuzzer knows of the server. */
export function readOperations(): Operation[] {
  const text = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Described>> };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(method, path, described)),
  );
  if (operations.length === 0) throw new Error('the document describes nothing');
  return operations;
}

function operationOf(method: string, path: string, described: Described): Operation {
  const [[replyType, { schema }] = ['', {}]] = Object.entries(described.responses['200'].content);
  return {
    method: method.toUpperCase() as Operation['method'],
    path,
    isPublic: described.security.length === 0,
    parameters: described.parameters,
    body: described.requestBody?.content['application/json']?.schema,
    replyType,
    reply: replyType === 'application/json' && schema ? z.fromJSONSchema(schema as never) : undefined,
  };
}
