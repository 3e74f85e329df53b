import { z } from 'zod';
import type { AnyRoute } from '#platform/contract/route.ts';
import type { JsonSchema } from '../audit/generated-input.ts';

export type Part = 'params' | 'query' | 'body';
/** One input of a route that names a row: where it stands, with the names that lead to it. */
export type IdInput = { route: AnyRoute; part: Part; path: string[]; name: string; isNumber: boolean };

const ID = /(?:No|Id|IdNumber)$|^(?:idNumber|account|post|person|subject)$/;
/** Numbers that name no row. */
const NUMBERS = new Set(['page', 'hours', 'fromAge', 'allowLosing']);

/** Every id that a route takes, read from its contract. A whole number counts as one until its name is known for something else. */
export function idInputs(routes: readonly AnyRoute[]): IdInput[] {
  return routes.flatMap((route) =>
    (['params', 'query', 'body'] as const).flatMap((part) => {
      const schema = z.toJSONSchema(route[part], { io: 'input', unrepresentable: 'any' }) as JsonSchema;
      return leaves(schema, []).flatMap(({ path, isNumber }) => {
        const name = path.at(-1) ?? '';
        const isId = ID.test(name) || (isNumber && !NUMBERS.has(name));
        return isId
          ? [{ route, part, path, isNumber, name: `${route.method} ${route.path} ${part}.${path.join('.')}` }]
          : [];
      });
    }),
  );
}

function leaves(schema: JsonSchema, path: string[]): { path: string[]; isNumber: boolean }[] {
  const inner = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => leaves(one, [...path, name])),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((one) => leaves(one, path)),
    ...(schema.items ? leaves(schema.items, path) : []),
  ];
  if (inner.length > 0 || schema.properties) return inner;
  return path.length === 0 ? [] : [{ path, isNumber: schema.type === 'integer' || schema.type === 'number' }];
}

/** The input with the id in its place. */
export function withId(value: unknown, [name = '', ...rest]: readonly string[], id: string | number): object {
  const own = (value ?? {}) as Record<string, unknown>;
  return { ...own, [name]: rest.length === 0 ? id : withId(own[name], rest, id) };
}
