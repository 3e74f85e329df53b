import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { citizens, covers, placesOf, whoIs } from '#modules/identity/index.ts';
import { makeSyntheticIdNumber } from '#modules/people/contract.ts';
import { registerPeopleRoutes } from '#modules/people/index.ts';
import { createApp } from '#platform/http/app.ts';
import type { Edge } from '#platform/http/serve.ts';
import { cloneDatabase } from '#platform/testing/database.ts';
import { openCitizens } from '../isolation/citizen.ts';

const VICTIM = { name: '合成甲', idNumber: makeSyntheticIdNumber(339_901, '1943-03-15', 2) };
const ATTACKER = { name: '合成丙', idNumber: makeSyntheticIdNumber(339_903, '1980-01-01', 1) };
const LATE_MS = 11 * 60_000;

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function openStage() {
  const [database, simulated] = await Promise.all([cloneDatabase(), openCitizens()]);
  const { db, keys } = database;
  const app = await createApp({ log: () => undefined, requestsPerMinute: 1_000_000 });
  const clock = { now: new Date('2023-08-25T01:00:00Z') };
  const now = () => clock.now;
  const edge: Edge = { db, now, whoIs: (request) => whoIs(request, db, now()), covers, placesOf };
  const portal = registerPeopleRoutes(app, edge, { files: { folder: tmpdir(), keys }, listsOf: async () => [] });
  citizens.register(app, portal.edge, keys, simulated.service);
  return {
    ...{ app, clock, ticketOf: simulated.ticketOf },
    close: async () => {
      await app.close();
      await simulated.close();
      await database.close();
    },
  };
}

/** A browser: it keeps the cookies it is given. */
function openBrowser() {
  const cookies = new Map<string, string>();
  const send = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await stage.app.inject({ method, url, headers: { cookie }, ...(payload ? { payload } : {}) });
    for (const { name, value } of answer.cookies) value === '' ? cookies.delete(name) : cookies.set(name, value);
    return answer;
  };
  return {
    cookies,
    me: async () => (await send('GET', '/api/identity/citizen/me')).json<{ citizen: unknown; signInUrl: string }>(),
    signIn: (body: object) => send('POST', '/api/identity/citizen/sign-in', body),
  };
}

const stateIn = (signInUrl: string) => new URL(signInUrl).searchParams.get('sp') ?? '';

describe('B-80 公民登录不能被人牵着走', () => {
  test('别人发来的带票据的链接：不登录，票据没有用掉，没有会话', async () => {
    const ticket = await stage.ticketOf(ATTACKER);
    const victim = openBrowser();
    const lured = await victim.signIn({ ticket });
    expect([lured.statusCode, lured.json().code]).toEqual([409, 'identity.citizen-not-sent']);
    expect((await victim.me()).citizen).toBeNull();
    const said = await victim.signIn({ ticket, mine: true });
    expect(said.statusCode, '票据还没有用掉，本人确认之后可以登录').toBe(200);
  });

  test('攻击者自己去登录得来的标记，放到别人的浏览器里不算数', async () => {
    const attacker = openBrowser();
    const state = stateIn((await attacker.me()).signInUrl);
    expect(state).toMatch(/^[\w-]{43}$/);
    const victim = openBrowser();
    const own = stateIn((await victim.me()).signInUrl);
    expect(own).not.toBe(state);
    const lured = await victim.signIn({ ticket: await stage.ticketOf(ATTACKER), state });
    expect(lured.json().code).toBe('identity.citizen-not-sent');
  });

  test('从这个浏览器去登录的直接进来；标记只用一次，过了时间也不算', async () => {
    const browser = openBrowser();
    const state = stateIn((await browser.me()).signInUrl);
    expect((await browser.signIn({ ticket: await stage.ticketOf(VICTIM), state })).statusCode).toBe(200);
    expect((await browser.me()).citizen).toEqual({ name: VICTIM.name });
    const again = await browser.signIn({ ticket: await stage.ticketOf(VICTIM), state });
    expect(again.json().code).toBe('identity.citizen-not-sent');
    const late = openBrowser();
    const lateState = stateIn((await late.me()).signInUrl);
    stage.clock.now = new Date(stage.clock.now.getTime() + LATE_MS);
    const tooLate = await late.signIn({ ticket: await stage.ticketOf(VICTIM), state: lateState });
    expect(tooLate.json().code).toBe('identity.citizen-not-sent');
  });
});
