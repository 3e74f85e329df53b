import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, DAUGHTER, type Desk, GRANDMA, openDesk, PNG, PORTAL, STAFF, wish } from './mandates.testing.ts';

// Two requests at the same moment: what one decides the other must know.

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stage.close());

const AT_ONCE = 5;
const atOnce = async (act: () => ReturnType<Desk['stage']['post']>) => {
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, act));
  const refused = answers.filter(({ statusCode }) => statusCode !== 200).map(codeOf);
  return [answers.length - refused.length, refused];
};
const oneThen = (code: string) => [1, Array.from({ length: AT_ONCE - 1 }, () => [409, code])];
const count = async (table: string) =>
  Number((await desk.stage.rows<{ count: string }>(`select count(*) from people.${table}`))[0]?.count);

test('同一位老人、同一位受托人、同样的委托同时登记几次：只登记一项，别的都说已有', async () => {
  const body = { ...wish(), way: 'present', personIdNumber: GRANDMA.idNumber };
  const { textHash } = (await desk.stage.post(`${STAFF}/prepare`, body, { as: desk.worker })).json();
  const proofs = [{ kind: 'signature', picture: PNG }];
  const whole = { ...body, textHash, readAloud: true, proofs };
  const before = await count('mandate');
  expect(await atOnce(() => desk.stage.post(STAFF, whole, { as: desk.worker }))).toEqual(
    oneThen('people.mandate-exists'),
  );
  expect(await count('mandate')).toBe(before + 1);
});

test('老人在网上同时点了几次：也只有一项', async () => {
  const { textHash } = (await desk.stage.post(`${PORTAL}/mandates/prepare`, wish(), { as: desk.grandma })).json();
  const before = await count('mandate');
  const whole = { ...wish(), textHash };
  expect(await atOnce(() => desk.stage.post(`${PORTAL}/mandates`, whole, { as: desk.grandma }))).toEqual(
    oneThen('people.mandate-exists'),
  );
  expect(await count('mandate')).toBe(before + 1);
});

test('同一项亲属关系同时报送几次：只登记一行，别的都说已经登记；关系写得不一样的也一样', async () => {
  const steward = await desk.stage.worker('data-steward', '331083');
  const relations = ['child', 'child', 'sibling', 'child-in-law', 'child'];
  const relative = { name: DAUGHTER.name, idNumber: DAUGHTER.idNumber };
  const send = () => {
    const delivered = { personIdNumber: GRANDMA.idNumber, relative, relation: relations.pop(), source: '公安户籍' };
    return desk.stage.post('/api/people/family-relations', delivered, { as: steward });
  };
  expect(await atOnce(send)).toEqual(oneThen('people.relation-known'));
  expect(await count('family_relation')).toBe(1);
});
