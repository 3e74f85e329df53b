import { office, type Whom } from '#modules/identity/index.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { endToDos, insertToDos } from './to-do.store.ts';

/** 待办: `key` names the cause ('identity.directory-conflict/12'); the title says what is to be done and names no person. */
export type ToDo = {
  key: string;
  title: string;
  /** The page where it is done, as '/staff/directory/conflicts'. */
  address: string;
  /** Whose it is: these accounts, or everybody who has the permission today. */
  to: Whom;
};

/** 提出待办, in the caller's transaction. Opened twice for the same account it is one. */
export async function openToDo(ctx: Ctx, { key, title, address, to }: ToDo): Promise<void> {
  const told = await office.whomToTell(ctx.db, to, ctx.now);
  await insertToDos(
    ctx.db,
    told.map(({ accountNo }) => ({ key, account_no: accountNo, title, address })),
    ctx.now,
  );
}

/** 办结待办: for everybody who had it; the office app is told by the job. */
export async function closeToDo(ctx: Ctx, key: string): Promise<void> {
  await endToDos(ctx.db, key, ctx.now);
}
