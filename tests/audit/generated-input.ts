import fc from 'fast-check';
import { z } from 'zod';
import type { AnyRoute } from '#platform/contract/route.ts';

export type JsonSchema = {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
};
type Part = 'params' | 'query' | 'body';

/** What a route's own schema lets in (or, for the reply, lets out), as random values; each is checked against the schema itself. */
export function inputsOf(route: AnyRoute, part: Part): fc.Arbitrary<unknown> {
  return valuesOf(route[part], 'input');
}

export function repliesOf(route: AnyRoute): fc.Arbitrary<unknown> {
  return valuesOf(route.reply, 'input');
}

function valuesOf(schema: z.ZodType, io: 'input' | 'output'): fc.Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
  return arbitraryOf(json).filter((value) => schema.safeParse(value).success);
}

export function arbitraryOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(arbitraryOf));
  if (schema.allOf) return arbitraryOf(Object.assign({}, ...schema.allOf));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => arbitraryOf({ ...schema, type })));
  switch (schema.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, value]) => [name, arbitraryOf(value)])),
        { requiredKeys: schema.required ?? [] },
      );
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case 'string':
      return stringOf(schema);
    case 'integer':
    case 'number':
      return fc.integer({
        min: schema.minimum ?? (schema.exclusiveMinimum === undefined ? -1_000 : schema.exclusiveMinimum + 1),
        max: Math.min(schema.maximum ?? 1_000_000, 1_000_000),
      });
    case 'boolean':
      return fc.boolean();
    default:
      return fc.constant(null);
  }
}

function stringOf({ pattern, format, minLength = 0, maxLength = minLength + 20 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date') return fc.integer({ min: 1, max: 28 }).map((day) => `2023-08-${String(day).padStart(2, '0')}`);
  if (format === 'date-time') return fc.constant('2023-08-05T02:00:00.000Z');
  // fast-check knows no \p{…}; the schema itself then chooses among plain strings.
  if (pattern !== undefined && !pattern.includes('\\p{')) return fc.stringMatching(new RegExp(pattern, 'u'));
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 20), unit: 'grapheme-ascii' });
}
