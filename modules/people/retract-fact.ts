import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from './contract.ts';
import { lockPerson, retractFactRow, selectFact } from './person.store.ts';
import { keepPlaces } from './place.store.ts';

/** 撤回事实 (a wrong report, a death that was none): from now on it is not known; it stays in the history. */
export async function retractFact(ctx: Ctx, factNo: number): Promise<void> {
  const found = (await selectFact(ctx.db, factNo)) ?? refuse('people.unknown-fact', { factNo });
  await lockPerson(ctx.db, `no/${found.person_no}`);
  const fact = await selectFact(ctx.db, factNo);
  if (!fact || fact.retracted_at !== null) refuse('people.unknown-fact', { factNo });
  await retractFactRow(ctx.db, factNo, ctx.now);
  await keepPlaces(ctx, found.person_no);
}
