import { isEntryAbout } from '#platform/audit/looked.store.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { citizenOf, mayActFor } from '../portal/may-act-for.ts';
import { insertQuestion } from './access-question.store.ts';
import { dueDayOf } from './access-question.ts';
import { entriesOf, isOwnLook, type ListsOf } from './entry-shown.ts';

export type AskWish = { personNo: number; entryId: string; question: string };

/**
 * 提出质疑 about one entry on a person's list; each citizen once. Refuses entries that are about somebody else like unknown ones, and
 * a look of one's own.
 */
export async function askQuestion(ctx: Ctx, keys: Keys, listsOf: ListsOf, wish: AskWish): Promise<number> {
  const { personNo, entryId, question } = wish;
  const { citizenNo } = citizenOf(ctx);
  await mayActFor(ctx, personNo, 'view');
  const lists = (await listsOf(ctx, personNo)).map(({ hash }) => hash);
  if (!(await isEntryAbout(ctx.db, entryId, { personNo, lists }))) refuse('people.no-entry');
  const [entry] = await entriesOf(ctx.db, [entryId]);
  if (entry && isOwnLook(entry, ctx.user)) refuse('people.question-own-look');
  const dueDay = dueDayOf(businessDay(ctx.now));
  const asked = { personNo, citizenNo, entryId, question, dueDay };
  return (await insertQuestion(ctx.db, keys, asked, ctx.now)) ?? refuse('people.question-asked');
}
