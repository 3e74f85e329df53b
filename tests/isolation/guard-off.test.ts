import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import type { lineSchema } from '#modules/allowances/contract.ts';
import { placesOf } from '#modules/identity/index.ts';
import { livesWithin, type Principal, seesPerson } from './reference.ts';
import { MONTH, openStage, type Stage, VILLAGES } from './stage.ts';

const [ONE = '', , OTHER = '', WENLING = '', XIHU = ''] = VILLAGES;
const holder = (role: string, at: string): Principal => ({ role, kind: 'government', at, isOver: false });
const PRINCIPALS = [
  ...[ONE, OTHER, WENLING, XIHU].map((at) => holder('village-worker', at)),
  ...[ONE, WENLING, XIHU].map((at) => holder('street-reviewer', at.slice(0, 9))),
  ...['331083', '331081', '330106'].map((at) => holder('county-approver', at)),
  ...['331000', '330100'].map((at) => holder('city-officer', at)),
];

// The code's guard is switched off: to the code every caller's post covers the whole province. What is left is the database, which
// is told the places of the real post.
let acting: Principal;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage((edge) => ({
    ...edge,
    whoIs: async (request) => {
      const user = await edge.whoIs(request);
      return user && { ...user, scope: { type: 'division', code: '330000' } };
    },
    placesOf: () => placesOf(acting.at),
  }));
});
afterAll(() => stage.close());

test('I-03 代码里的守卫关掉，再读一遍：人员页、清册、导出、查找里没有一行别处的', async () => {
  for (const principal of PRINCIPALS) {
    acting = principal;
    const headers = { cookie: await stage.cookieOf(principal) };
    const get = (url: string) => stage.app.inject({ url, headers });
    const about = `${principal.role} ${principal.at}`;
    for (const person of stage.people) {
      const { statusCode } = await get(`/api/allowances/people/${person.personNo}`);
      if (!seesPerson(principal, person)) expect(statusCode, `${about} ${JSON.stringify(person)}`).toBe(404);
    }
    const foreign = (personNo: number) => {
      const person = stage.people.find((one) => one.personNo === personNo);
      return person === undefined || !seesPerson(principal, person);
    };
    for (const county of ['331083', '331081', '330106']) {
      const answer = await get(`/api/allowances/month/${MONTH}/lines?county=${county}`);
      const { lines } = answer.json<{ lines: z.infer<typeof lineSchema>[] }>();
      expect(
        lines.filter(({ personNo }) => foreign(personNo)),
        `${about} ${county}`,
      ).toEqual([]);
      const found = await stage.app.inject({
        ...{ method: 'POST', url: '/api/people/search', headers, payload: { division: county } },
      });
      const { persons } = found.json<{ persons: { personNo: number }[] }>();
      const outside = persons.filter(
        ({ personNo }) => !stage.people.some((one) => one.personNo === personNo && livesWithin(principal, one)),
      );
      expect(outside, about).toEqual([]);
    }
    const csv = await get(`/api/allowances/month/${MONTH}/lines.csv`);
    const numbers = csv.statusCode === 200 ? [...csv.body.matchAll(/^"?(\d+)"?,/gm)].map(([, no]) => Number(no)) : [];
    expect(numbers.filter(foreign), about).toEqual([]);
  }
}, 120_000);
