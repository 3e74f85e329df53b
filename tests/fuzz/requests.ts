import fc from 'fast-check';
import { arbitraryOf } from '../audit/generated-input.ts';
import type { Operation } from './document.ts';
import { HEADERS, HOSTILE, RAW, RAW_PARAMETER, TYPES } from './hostile.ts';

export type Sent = {
  kind: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  payload: string | undefined;
};

const JSON_TYPE = { 'content-type': 'application/json' };
/** One request to an interface: as described, a little wrong, or hostile throughout. */
export function requestsTo(operation: Operation): fc.Arbitrary<Sent> {
  return fc.oneof(
    { weight: 5, arbitrary: valid(operation) },
    { weight: 4, arbitrary: mutated(operation) },
    { weight: 3, arbitrary: hostile(operation) },
  );
}

type Parts = { params: Record<string, string>; query: [string, string][]; body: unknown };

function parts({ parameters, body }: Operation): fc.Arbitrary<Parts> {
  const of = (place: string) => parameters.filter((parameter) => parameter.in === place);
  const record = (place: string) =>
    fc.record(Object.fromEntries(of(place).map(({ name, schema }) => [name, arbitraryOf(schema).map(String)])), {
      requiredKeys: of(place)
        .filter(({ required }) => required)
        .map(({ name }) => name),
    }) as fc.Arbitrary<Record<string, string>>;
  return fc.record({
    params: record('path').map((values) => mapValues(values, encoded)),
    query: record('query').map((values) => Object.entries(values)),
    body: body ? arbitraryOf(body) : fc.constant(undefined),
  });
}

function valid(operation: Operation): fc.Arbitrary<Sent> {
  return parts(operation).map((made) => sent('valid', operation, made, bodyText(operation, made.body)));
}

function mutated(operation: Operation): fc.Arbitrary<Sent> {
  const change = fc.constantFrom('drop', 'add', 'replace', 'twice', 'array');
  return fc
    .tuple(parts(operation), fc.array(fc.tuple(change, fc.nat(), HOSTILE), { minLength: 1, maxLength: 3 }))
    .map(([made, changes]) => {
      let { query } = made;
      let body = made.body;
      for (const [how, at, value] of changes) {
        if (operation.method === 'POST') body = mutatedBody(body, how, at, value);
        query = operation.method === 'GET' || how === 'add' ? mutatedQuery(query, how, at, value) : query;
      }
      return sent('mutated', operation, { ...made, query, body }, bodyText(operation, body));
    });
}

function hostile(operation: Operation): fc.Arbitrary<Sent> {
  const params = fc.record(
    Object.fromEntries(
      operation.parameters.filter((one) => one.in === 'path').map(({ name }) => [name, RAW_PARAMETER] as const),
    ),
  ) as fc.Arbitrary<Record<string, string>>;
  const method = fc.constantFrom(
    operation.method,
    operation.method,
    operation.method,
    'PUT',
    'DELETE',
    'HEAD',
    'PATCH',
  );
  return fc
    .tuple(parts(operation), params, RAW, TYPES, HEADERS, method, fc.boolean())
    .map(([made, raw, payload, type, headers, way, isJson]) => {
      const request = sent(
        'hostile',
        operation,
        { ...made, params: raw },
        operation.method === 'GET' ? undefined : payload,
      );
      const types = operation.method === 'GET' ? {} : isJson ? JSON_TYPE : { 'content-type': type };
      return { ...request, method: way, headers: { ...types, ...headers } };
    });
}

function mutatedBody(body: unknown, how: string, at: number, value: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return value;
  const names = Object.keys(body);
  const name = names[at % Math.max(names.length, 1)] ?? 'a';
  if (how === 'drop') return Object.fromEntries(Object.entries(body).filter(([one]) => one !== name));
  if (how === 'add') return { ...body, [['role', 'isAdmin', 'id', 'createdAt', 'status'][at % 5] ?? '']: value };
  if (how === 'array') return [body];
  return { ...body, [name]: value };
}

function mutatedQuery(query: [string, string][], how: string, at: number, value: unknown): [string, string][] {
  const [name, old] = query[at % Math.max(query.length, 1)] ?? ['page', '1'];
  const text = typeof value === 'string' ? value.slice(0, 500) : JSON.stringify(value);
  if (how === 'drop') return query.filter(([one]) => one !== name);
  if (how === 'twice') return [...query, [name, old]];
  if (how === 'array') return [...query, [`${name}[]`, text]];
  if (how === 'add') return [...query, [['sort', 'order', 'fields', 'dataScope', '__proto__'][at % 5] ?? '', text]];
  return query.map(([one, kept]) => [one, one === name ? text : kept]);
}

function bodyText({ method }: Operation, body: unknown): string | undefined {
  return method === 'GET' ? undefined : (JSON.stringify(body) ?? '');
}

function sent(kind: string, { method, path }: Operation, made: Parts, payload: string | undefined): Sent {
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => made.params[name] ?? '1');
  const query = made.query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
  return {
    kind,
    method,
    url: query ? `${url}?${query}` : url,
    headers: payload === undefined ? {} : JSON_TYPE,
    payload,
  };
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function mapValues(values: Record<string, string>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
