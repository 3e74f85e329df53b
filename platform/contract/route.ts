import type { z } from 'zod';

/** Who may call: 'public' needs nobody signed in, 'owner' only the data folder's own socket, the rest a named right. */
export type Permission = 'public' | 'signed-in' | 'owner' | (string & {});

export type Route<Params, Query, Body, Reply> = {
  method: 'GET' | 'POST';
  path: string;
  /** Chinese title: the documentation's heading and the audit's wording. */
  title: string;
  permission: Permission;
  params: z.ZodType<Params>;
  query: z.ZodType<Query>;
  body: z.ZodType<Body>;
  reply: z.ZodType<Reply>;
  /** Lines of text instead of JSON (exports). */
  stream?: 'csv';
};

// biome-ignore lint/suspicious/noExplicitAny: the only place where routes of all shapes meet
export type AnyRoute = Route<any, any, any, any>;

export type Input<R> = R extends Route<infer P, infer Q, infer B, unknown> ? { params: P; query: Q; body: B } : never;
export type Reply<R> = R extends Route<unknown, unknown, unknown, infer A> ? A : never;
