import { afterAll, beforeAll, expect, test } from 'vitest';
import { allRoutes } from '#tools/docs/routes.ts';
import type { Principal } from './reference.ts';
import { openStage, type Stage } from './stage.ts';

const PORTAL = allRoutes().filter(({ permission }) => permission === 'citizen');
const STAFF: Principal[] = ['demonstration', 'security-administrator', 'village-worker'].map((role) => ({
  ...{ role, kind: 'government', isOver: false },
  at: role === 'village-worker' ? '331083001001' : '330000',
}));

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('C-03 门户的接口不认工作人员的会话，也不认没有登录的人：每一个都是401', async () => {
  expect(PORTAL.length).toBeGreaterThan(10);
  const cookies = await Promise.all(STAFF.map((principal) => stage.cookieOf(principal)));
  const token = cookies[0]?.split('=')[1];
  for (const { method, path } of PORTAL) {
    const url = path.replace(/:\w+/g, '1');
    for (const cookie of [...cookies, `kangyang-portal=${token}`, '']) {
      const answer = await stage.app.inject({
        ...{ method, url, headers: cookie === '' ? {} : { cookie } },
        ...(method === 'POST' ? { payload: {} } : {}),
      });
      expect(answer.statusCode, `${method} ${path} ${cookie}`).toBe(401);
    }
  }
});
