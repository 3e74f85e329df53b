import type { KeyObject } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { withClient } from '../db/with-client.ts';
import { type SealMemory, sealBlock } from './seal-block.ts';
import { type HeadsPlace, signHead } from './sign-head.ts';

export type SealerDeps = HeadsPlace & {
  /** Of the role of jobs, which sees whom each row is about. */
  pool: pg.Pool;
  key: KeyObject;
  now: () => Date;
  log: (line: string) => void;
};
export type Sealer = {
  /** Seals and signs once more what was committed, then ends. */
  stop: () => Promise<void>;
};
export type Clock = { sealEveryMs: number; signEveryMs: number };

export const SEALER_LOCK = 72670;
/** A committed row is in a block within five seconds, also when a round takes long. */
const USUAL: Clock = { sealEveryMs: 2_000, signEveryMs: 60_000 };

/** 封存: orders committed rows into blocks and signs the last one on a clock, until it is stopped. One server at a time. */
export function startSealer(deps: SealerDeps, { sealEveryMs, signEveryMs }: Clock = USUAL): Sealer {
  const stopped = new AbortController();
  let memory: SealMemory | undefined;
  let signedAt = Number.NEGATIVE_INFINITY;
  const complaints = { seal: '', sign: '' };

  /** Says what goes wrong once, and again only after it went well: signing comes round less often than sealing. */
  async function attempt(what: keyof typeof complaints, act: () => Promise<void>, isLast: boolean): Promise<void> {
    try {
      await act();
      complaints[what] = '';
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      if (found !== complaints[what] && !isLast) deps.log(`审计没有封存成：${found}`);
      complaints[what] = found;
    }
  }

  async function round(isLast: boolean): Promise<void> {
    const seal = async () => {
      memory = await sealAll(deps, memory);
    };
    await attempt('seal', seal, isLast);
    if (!isLast && performance.now() - signedAt < signEveryMs) return;
    signedAt = performance.now();
    await attempt('sign', () => signAll(deps), isLast);
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      await round(false);
      await sleep(sealEveryMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
    await round(true);
  }

  const running = run();
  return {
    stop: () => {
      stopped.abort();
      return running;
    },
  };
}

/** Seals all that is committed; returns what to remember, undefined when another server is at it. */
export async function sealAll(deps: SealerDeps, memory: SealMemory | undefined): Promise<SealMemory | undefined> {
  return underLock(deps.pool, async (client) => {
    let sealed = await sealBlock(client, deps.key, deps.now(), memory);
    while (sealed.isMore) sealed = await sealBlock(client, deps.key, deps.now(), sealed.memory);
    return sealed.memory;
  });
}

/** Signs the last block, unless it is signed already or another server is at it. */
export async function signAll(deps: SealerDeps): Promise<void> {
  await underLock(deps.pool, (client) => signHead(client, deps));
}

async function underLock<T>(pool: pg.Pool, act: (client: pg.ClientBase) => Promise<T>): Promise<T | undefined> {
  return withClient(pool, async (client) => {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [SEALER_LOCK]);
    if (rows[0]?.mine !== true) return undefined;
    const result = await act(client);
    await client.query('select pg_advisory_unlock($1)', [SEALER_LOCK]);
    return result;
  });
}
