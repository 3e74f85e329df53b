import { sweepFiles } from '#platform/files/file-store.ts';
import { sweepKeys } from '#platform/http/idempotency.ts';
import type { Deps } from './modules.ts';

const EVERY_MS = 3_600_000;

export type Housekeeping = { stop: () => Promise<void> };

/** 清理: once an hour what has had its time: idempotency keys after a day, files on disk that no row names. */
export function startHousekeeping(deps: Pick<Deps, 'db' | 'now' | 'log'> & { filesFolder: string }): Housekeeping {
  let working: Promise<void> = Promise.resolve();
  const work = () => {
    working = working.then(() => clean(deps));
  };
  const timer = setInterval(work, EVERY_MS);
  timer.unref();
  work();
  return {
    stop: () => {
      clearInterval(timer);
      return working;
    },
  };
}

/** A failure is said and tried again in an hour: nobody waits for it. */
async function clean({ db, now, log, filesFolder }: Parameters<typeof startHousekeeping>[0]): Promise<void> {
  try {
    await sweepKeys(db, now());
    await sweepFiles({ folder: filesFolder }, db, now());
  } catch (error) {
    log(`清理没有做完，一小时后再做：${error instanceof Error ? error.message : String(error)}`);
  }
}
