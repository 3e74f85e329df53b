import type { Ctx } from '#platform/session/ctx.ts';

/** Told outside about what waits for the administrators. */
export type ToDos = {
  open: (ctx: Ctx, key: string, title: string, address: string) => Promise<void>;
  close: (ctx: Ctx, key: string) => Promise<void>;
};
