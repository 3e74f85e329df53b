import type { Input } from '#platform/contract/route.ts';
import { refuseStale } from '#platform/http/row-version.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import type { endStandIn as route } from '../directory.ts';
import { endingDay } from '../ending-day.ts';
import { refuse } from '../refuse.ts';
import { aloneWithPosts } from './alone-with-posts.ts';
import { findStandIn, type StandInRow, setStandInEnd, standInVersion } from './stand-in.store.ts';

/** 结束代岗: the holder is back, or somebody else takes over. */
export async function endStandIn(ctx: Ctx, wish: Input<typeof route>['body']): Promise<StandInRow> {
  await aloneWithPosts(ctx);
  const standIn = await findStandIn(ctx.db, wish.standInNo);

  if (!standIn) return refuse('identity.no-stand-in');
  const day = endingDay(ctx.now, wish.untilDay, standIn.from_day, standIn.until_day);
  refuseStale(wish.version, standInVersion(standIn));

  await setStandInEnd(ctx.db, standIn.stand_in_no, day);
  return standIn;
}
