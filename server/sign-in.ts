import { join } from 'node:path';
import { originsOf, readSignInSettings, type SignInSettings } from '#platform/sign-in/settings.ts';
import { openWays, type Ways } from '#platform/sign-in/ways.ts';
import { readBirth } from './birth.ts';
import type { Deps } from './modules.ts';
import { openOutside } from './outside.ts';

export type SignIn = { settings: SignInSettings; ways: Ways };

/** 登录方式 of `sign-in.yaml` in the data folder (or KANGYANG_SIGN_IN); undefined where there is none. */
export async function openSignIn(deps: Deps, env: NodeJS.ProcessEnv = process.env): Promise<SignIn | undefined> {
  const file = env.KANGYANG_SIGN_IN || join(deps.dataDir, 'sign-in.yaml');
  const birth = await readBirth(deps.ownerPool);
  const isReal = birth === undefined || birth === 'none';
  const settings = readSignInSettings({ file, env, isReal });
  if (!settings) return undefined;
  const callOut = await openOutside(deps, originsOf(settings));
  return { settings, ways: openWays(settings, { callOut, now: deps.now, isReal }) };
}
