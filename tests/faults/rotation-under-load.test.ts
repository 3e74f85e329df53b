import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, GRANDMA, openDesk, PNG, STAFF } from '#modules/people/mandates.testing.ts';
import { keysFrom } from '#platform/crypto/keys.ts';
import { openRing } from '#platform/keys/ring.ts';
import { askRotation, continueRotation, type RotationDeps } from '#platform/keys/rotate-keys.ts';
import { aCtx } from '#platform/testing/database.ts';

const ROTATIONS = 4;
const now = () => new Date('2023-08-07T01:00:00Z');
let desk: Desk;
let elsewhere: RotationDeps;
beforeAll(async () => {
  desk = await openDesk();
  const { ownerPool, db } = desk.stage.database;
  // Another process: it has the master key and a ring of its own.
  const keys = await openRing({ pool: ownerPool, keys: keysFrom(Buffer.alloc(32, 7)), now });
  elsewhere = { pool: ownerPool, db, keys, now, log: () => undefined };
}, 120_000);
afterAll(() => desk.stage.close());

test(`C-23 有人一直在用时轮换${ROTATIONS}次，由另一个进程来换：没有一个请求失败，之前之后封存的都打得开`, async () => {
  const { stage, personNo } = desk;
  const made = await desk.atTheDesk('present', {}, [{ kind: 'signature', picture: PNG }]);
  const { mandateNo } = made.json();
  const words = '2023年8月7日在场，听完宣读后本人签名';
  const confirmed = await stage.post(`${STAFF}/confirm`, { mandateNo, words }, { as: desk.second });
  expect(confirmed.statusCode, confirmed.payload).toBe(200);

  const statuses: string[] = [];
  let isOver = false;
  const ask = async (url: string, as: string) => {
    while (!isOver) {
      const answer = await stage.get(url, { as });
      statuses.push(answer.statusCode === 200 ? 'ok' : `${url} ${answer.payload}`);
    }
  };
  const work = [
    ask('/api/people/portal/own', desk.daughter),
    ask(desk.mandatesUrl, desk.grandma),
    ask(`${STAFF}/${mandateNo}`, desk.worker),
    ask(`/api/people/${personNo}/identity`, desk.worker),
    (async () => {
      // Whoever signs in is sealed anew, with whichever key this process has.
      while (!isOver) statuses.push((await stage.citizen(GRANDMA)) === '' ? 'no cookie' : 'ok');
    })(),
  ];
  try {
    for (let n = 0; n < ROTATIONS; n += 1) {
      await sleep(100);
      await stage.database.db.transaction().execute((db) => askRotation(aCtx(db)));
      expect(await continueRotation(elsewhere)).toMatchObject({ keyId: n + 2 });
    }
    await sleep(100);
  } finally {
    isOver = true;
    await Promise.all(work);
  }
  expect(statuses.filter((status) => status !== 'ok')).toEqual([]);
  expect(statuses.length).toBeGreaterThan(50);
  expect(stage.log).toEqual([]);
}, 120_000);
