import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { office } from '#modules/identity/index.ts';
import type { Database } from '#platform/db/connect.ts';
import { ExternalSignInError } from '#platform/sign-in/external-identity.ts';
import type { OfficeApp } from '#platform/sign-in/office-app.ts';
import { noteClosed, noteFailed, notePushed, takeDue, type Waiting } from './to-do.store.ts';

export type PushDeps = { db: Database; officeApp: OfficeApp; publicUrl: string; now: () => Date };

const AT_ONCE = 20;
const MINUTE_MS = 60_000;
const LONGEST_MINUTES = 60;
const EVERY_MS = 5_000;

const created = z.object({ taskUuid: z.string().min(1) });
const accountIds = z.array(
  z.object({ employeeCode: z.string(), accountId: z.union([z.string(), z.number().transform(String)]) }),
);

/** 推送待办: those that are due, once. Returns how many calls went well. */
export async function pushToDos(deps: PushDeps): Promise<number> {
  const { db, now } = deps;
  const at = now();
  const due = await takeDue(db, at, later(at, 1), AT_ONCE);
  const told = await office.whomToTell(db, { accountNos: due.map(({ account_no }) => account_no) }, at);
  const codes = new Map(told.map(({ accountNo, employeeCode }) => [accountNo, employeeCode]));
  let done = 0;
  for (const one of due) {
    try {
      if (await push(deps, one, codes.get(one.account_no))) done += 1;
    } catch (error) {
      if (!(error instanceof ExternalSignInError)) throw error;
      const minutes = Math.min(LONGEST_MINUTES, 2 ** one.failed_count);
      await noteFailed(db, one.to_do_no, error.problem, later(now(), minutes));
    }
  }
  return done;
}

async function push(
  { db, officeApp, publicUrl, now }: PushDeps,
  one: Waiting,
  code: string | undefined,
): Promise<boolean> {
  // Done before the app had it, or its answer was lost: it is made (the same id is the same to-do) and then finished.
  if (one.remote_id === null) {
    if (code === undefined) {
      // Done here, and the app never had it: nobody could be told, so there is nobody to tell.
      if (one.done_at !== null) await noteClosed(db, one.to_do_no, now());
      else await noteFailed(db, one.to_do_no, 'no employee code', later(now(), LONGEST_MINUTES));
      return false;
    }
    const assigneeId = await accountIdOf(officeApp, code);
    const { taskUuid } = await officeApp.ask(
      'POST',
      '/tc/v2/openapi/task/create.json',
      { subject: one.title, assigneeId, bizTaskId: one.message_id, url: new URL(one.address, publicUrl).href },
      created,
    );
    await notePushed(db, one.to_do_no, taskUuid, now());
    return true;
  }
  await officeApp.ask('POST', '/tc/openapi/task/finish.json', { taskUuid: one.remote_id }, z.unknown());
  await noteClosed(db, one.to_do_no, now());
  return true;
}

async function accountIdOf(officeApp: OfficeApp, employeeCode: string): Promise<string> {
  const found = await officeApp.ask(
    'POST',
    '/mozi/employee/listEmployeeAccountIds',
    { employeeCodes: employeeCode },
    accountIds,
  );
  const [one] = found.filter((row) => row.employeeCode === employeeCode);
  if (!one) throw new ExternalSignInError('refused');
  return one.accountId;
}

/** The job: every few seconds until it is stopped. What goes wrong is said once. */
export function startPusher(deps: PushDeps & { log: (line: string) => void }): { stop: () => Promise<void> } {
  const stopped = new AbortController();
  let complaint = '';
  const run = async () => {
    while (!stopped.signal.aborted) {
      await pushToDos(deps).then(
        () => {
          complaint = '';
        },
        (error: Error) => {
          if (error.message !== complaint) deps.log(`待办没有推送成：${error.message}`);
          complaint = error.message;
        },
      );
      await sleep(EVERY_MS, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}

function later(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * MINUTE_MS);
}
