import type { z } from 'zod';
import type { FileKind } from './file-kind.ts';

/**
 * Who may call: 'public' needs nobody signed in, 'signing-in' also takes whose sign-in is not finished, 'owner' only the data folder's
 * own socket, the rest a named right.
 */
export type Permission = 'public' | 'signing-in' | 'signed-in' | 'owner' | (string & {});

/**
 * Which place a call is about: 'none'; 'whole' = the whole province; 'own' = what the caller covers, and the use case shows no
 * more than that (who covers no place is refused); 'organisation' = what is the caller's own outside organisation's; anything else
 * is a division's code, which the caller must cover.
 */
export type Place = 'none' | 'own' | 'whole' | 'organisation' | (string & {});

/** Fixed, or told from the checked input. */
export type RouteScope<Params, Query, Body> = Place | ((input: { params: Params; query: Query; body: Body }) => Place);

export type Route<Params, Query, Body, Reply> = {
  method: 'GET' | 'POST';
  path: string;
  /** Chinese title: the documentation's heading and the audit's wording. */
  title: string;
  permission: Permission;
  /** Every route that is not public has one: `serve` takes no other. */
  scope?: RouteScope<Params, Query, Body>;
  params: z.ZodType<Params>;
  query: z.ZodType<Query>;
  body: z.ZodType<Body>;
  reply: z.ZodType<Reply>;
  /** 危险的事: refused when the caller's session has not proved lately who he is (setting: identity.prove_again_limit). */
  reauthenticate?: true;
  /** 限流类别 that neither method nor permission tells: it finds somebody who was not known before, so a day has its limit too. */
  rate?: 'search';
  /** Lines of text, or a stored file, instead of JSON. */
  stream?: 'csv' | 'file';
  /** The body is a file and not JSON; its first bytes decide what it is. */
  upload?: UploadRules;
};

/** 上传要求: what kinds of file, how large. */
export type UploadRules = { kinds: readonly FileKind[]; largestBytes: number };

// biome-ignore lint/suspicious/noExplicitAny: the only place where routes of all shapes meet
export type AnyRoute = Route<any, any, any, any>;

type Schemas<P, Q, B> = { params: z.ZodType<P>; query: z.ZodType<Q>; body: z.ZodType<B> };
export type Input<R> = R extends Schemas<infer P, infer Q, infer B> ? { params: P; query: Q; body: B } : never;
export type Reply<R> = R extends { reply: z.ZodType<infer A> } ? A : never;
