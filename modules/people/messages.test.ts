import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk, PORTAL } from './mandates.testing.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.given();
});
afterAll(() => desk.stage.close());

const newFor = async (as: string) => {
  const answer = await desk.stage.get(`${PORTAL}/persons/${desk.personNo}/messages`, { as });
  return answer.json<{ messages: { isNew: boolean }[] }>().messages.map(({ isNew }) => isNew);
};
const unreadFor = async (as: string) => {
  const answer = await desk.stage.get(`${PORTAL}/own`, { as });
  return answer.json<{ persons: { unread: number }[] }>().persons[0]?.unread;
};
const read = (as: string) => desk.stage.post(`${PORTAL}/messages/read`, { personNo: desk.personNo }, { as });

test('消息：受托人读过不算，老人本人读过才算读过', async () => {
  const unread = await unreadFor(desk.grandma);
  expect(unread).toBeGreaterThan(0);
  expect((await newFor(desk.daughter)).includes(true)).toBe(true);
  expect((await read(desk.daughter)).statusCode).toBe(200);
  expect(await unreadFor(desk.grandma)).toBe(unread);
  expect((await newFor(desk.grandma)).filter(Boolean)).toHaveLength(unread ?? 0);
  expect((await read(desk.grandma)).statusCode).toBe(200);
  expect(await unreadFor(desk.grandma)).toBe(0);
  expect((await newFor(desk.grandma)).includes(true)).toBe(false);
});
