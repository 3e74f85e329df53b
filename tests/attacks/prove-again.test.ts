import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRoutes } from '#tools/docs/routes.ts';
import { openStage, type Stage } from '../isolation/stage.ts';

// What can do harm that cannot be undone, or give somebody power: by hand, so that a route that loses its mark is noticed.
const DANGEROUS = [
  'POST /api/allowances/release',
  'POST /api/identity/accounts/bind',
  'POST /api/identity/accounts/employee-code',
  'POST /api/identity/accounts/end',
  'POST /api/identity/accounts/reset-password',
  'POST /api/identity/accounts/reset-second-factor',
  'POST /api/identity/break-glass',
  'POST /api/identity/directory/conflicts/decide',
  'POST /api/identity/directory/sync',
  'POST /api/identity/posts',
  'POST /api/identity/posts/end',
  'POST /api/identity/stand-ins',
  'POST /api/platform/keys/rotate',
];
const PRINCIPAL = { role: 'demonstration', kind: 'government', at: '330000', isOver: false } as const;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const marked = allRoutes().filter(({ reauthenticate }) => reauthenticate);

describe('C-03 B-80 危险的事：很久没有核对身份的会话办不成', () => {
  test('哪些事算危险，一件不多一件不少', () => {
    expect(marked.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(DANGEROUS);
  });

  test.each(marked.map((route) => [route.title, route] as const))(
    '%s：请先再核对；刚核对过就不再问',
    async (_, { path }) => {
      const cookie = await stage.cookieOf(PRINCIPAL);
      const send = async () =>
        (await stage.app.inject({ method: 'POST', url: path, payload: {}, headers: { cookie } })).json().code;
      const proved = (ago: string) =>
        stage.database.ownerPool.query(
          `update identity.session set last_proof_at = created_at - $1::interval
         where session_no = (select max(session_no) from identity.session)`,
          [ago],
        );
      await proved('15 minutes');
      expect(await send()).toBe('identity.prove-again');
      await proved('14 minutes 59 seconds');
      expect(await send()).not.toBe('identity.prove-again');
    },
  );
});
