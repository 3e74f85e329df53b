import { z } from 'zod';
import type { Permission, Route, RouteScope, UploadRules } from './route.ts';

const nothing = z.strictObject({});
type Nothing = z.infer<typeof nothing>;

type Wish<P, Q, B, A> = {
  method: 'GET' | 'POST';
  path: string;
  title: string;
  permission: Permission;
  scope?: RouteScope<P, Q, B>;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  reply: z.ZodType<A>;
  rate?: 'search';
  reauthenticate?: true;
  stream?: 'csv' | 'file';
  upload?: UploadRules;
};

/** Declares a route once for server and browser. Left-out schemas are closed: anything sent there is refused. */
export function defineRoute<A, P = Nothing, Q = Nothing, B = Nothing>(wish: Wish<P, Q, B, A>): Route<P, Q, B, A> {
  const closed = nothing as unknown;
  return {
    ...wish,
    params: wish.params ?? (closed as z.ZodType<P>),
    query: wish.query ?? (closed as z.ZodType<Q>),
    body: wish.body ?? (closed as z.ZodType<B>),
  };
}
