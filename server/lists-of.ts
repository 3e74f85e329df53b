import { listsOf as allowanceListsOf } from '#modules/allowances/index.ts';
import { type ListOf, peopleListsOf } from '#modules/people/index.ts';
import type { Ctx } from '#platform/session/ctx.ts';

/** 在哪些名单上: every list that a person stood on, whichever module keeps it. */
export async function listsOf(ctx: Ctx, personNo: number): Promise<ListOf[]> {
  return [...(await allowanceListsOf(ctx, personNo)), ...(await peopleListsOf(ctx, personNo))];
}
