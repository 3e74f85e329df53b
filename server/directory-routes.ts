import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { office } from '#modules/identity/index.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import type { Deps } from './modules.ts';
import { signInOf } from './sign-in.ts';

const SyncWish = z.strictObject({
  kind: z.enum(['full', 'delta']),
  isDry: z.boolean(),
  allowLosing: z.int().min(0).optional(),
});

/** The office directory's own command, for the data folder's owner. */
export function registerDirectorySync(app: FastifyInstance, deps: Deps): void {
  app.post('/control/directory/sync', async (request) => {
    const wish = SyncWish.parse(request.body);
    const signIn = await signInOf(deps);
    if (!signIn?.directory) {
      throw new Refusal(
        'directory.none',
        409,
        '登录设置里没有通讯录，没有同步。写法见 docs/guides/sign-in.md 的“通讯录”。',
        {},
      );
    }
    return office.syncDirectory(deps.db, signIn.directory, wish, deps.now);
  });
}
