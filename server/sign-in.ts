import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROLES, type Role } from '#modules/identity/contract.ts';
import { type DirectoryDeps, office } from '#modules/identity/index.ts';
import { closeToDo, openToDo, startPusher } from '#modules/notices/index.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { originsOf, readSignInSettings, type SignInSettings } from '#platform/sign-in/settings.ts';
import { openWays, type Ways } from '#platform/sign-in/ways.ts';
import { readBirth } from './birth.ts';
import type { Deps } from './modules.ts';
import { openOutside } from './outside.ts';

export type SignIn = { ways: Ways; directory: DirectoryDeps | undefined };

/** Leavers are out within this, so on the same day. */
const SYNC_EVERY_MS = 10 * 60_000;

type SignInDeps = Pick<Deps, 'ownerPool' | 'outside' | 'dataDir' | 'now'>;

const openedOf = new WeakMap<SignInDeps, Promise<SignIn | undefined>>();

/**
 * 登录方式和通讯录 of `sign-in.yaml` in the data folder (or KANGYANG_SIGN_IN); undefined where there is none. Opened once, for screens,
 * clocks and commands alike: a server is restarted to take up a changed file.
 */
export function signInOf(deps: SignInDeps, env: NodeJS.ProcessEnv = process.env): Promise<SignIn | undefined> {
  const opened = openedOf.get(deps) ?? openSignIn(deps, env);
  openedOf.set(deps, opened);
  return opened;
}

async function openSignIn(deps: SignInDeps, env: NodeJS.ProcessEnv): Promise<SignIn | undefined> {
  const file = env.KANGYANG_SIGN_IN || join(deps.dataDir, 'sign-in.yaml');
  const birth = await readBirth(deps.ownerPool);
  const isReal = birth === undefined || birth === 'none';
  const settings = readSignInSettings({ file, env, isReal });
  if (!settings) return undefined;
  const callOut = await openOutside(deps, originsOf(settings));
  const ways = openWays(settings, { callOut, now: deps.now, isReal });
  return { ways, directory: directoryOf(settings, ways) };
}

function directoryOf({ directory }: SignInSettings, { officeApp }: Ways): DirectoryDeps | undefined {
  if (!directory || !officeApp) return undefined;
  const { path, mostLeaversPercent } = directory;
  const roles = new Map(Object.entries(directory.roles).map(([position, role]) => [position, roleOf(role)]));
  const toDos: DirectoryDeps['toDos'] = {
    open: (ctx, key, title, address) => openToDo(ctx, { key, title, address, to: { permission: 'identity.manage' } }),
    close: closeToDo,
  };
  return { officeApp, path, mostLeaversPercent, roles, toDos };
}

function roleOf(name: string): Role {
  const role = ROLES.find((one) => one === name);
  if (role) return role;
  throw new Refusal(
    'sign-in-settings',
    409,
    `登录设置里的角色“${name}”不存在。角色代码见 docs/guides/permissions.md。`,
    {},
  );
}

/** The clocks that go with it: to-dos are pushed, the directory's changes are taken up. Returns what stops them. */
export function startOfficeClocks(deps: Deps, { ways, directory }: SignIn): () => Promise<void> {
  const { officeApp, publicUrl } = ways;
  const { db, now, log } = deps;
  const pusher = officeApp && startPusher({ db, officeApp, publicUrl, now, log });
  const stopped = new AbortController();
  const syncing = directory && keepInStep(deps, directory, stopped.signal);
  return async () => {
    stopped.abort();
    await pusher?.stop();
    await syncing;
  };
}

async function keepInStep({ db, now, log }: Deps, directory: DirectoryDeps, signal: AbortSignal): Promise<void> {
  let complaint = '';
  for (;;) {
    await sleep(SYNC_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
    await office.syncByClock(db, directory, now).then(
      () => {
        complaint = '';
      },
      (error: Error) => {
        if (error.message !== complaint) log(`通讯录没有同步成：${error.message}`);
        complaint = error.message;
      },
    );
  }
}
