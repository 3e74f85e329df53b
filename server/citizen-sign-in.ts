import type { CitizenSignIn } from '#modules/identity/index.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { ExternalSignInError } from '#platform/sign-in/external-identity.ts';
import { newOutbound, type Way, type Ways } from '#platform/sign-in/ways.ts';

/** 公民登录 by the first way configured for citizens that hands our page a ticket (浙里办); none: signing in is off. */
export function citizenSignIn(ways: Ways | undefined): CitizenSignIn {
  const way = [...(ways?.citizens.values() ?? [])].find(({ identityInApp }) => identityInApp !== undefined);
  return { address: (state) => addressOf(way, state), exchange: (ticket) => proven(way, ticket) };
}

async function addressOf(way: Way | undefined, state: string): Promise<string | null> {
  if (!way) return null;
  return (await way.loginAddress({ ...newOutbound(), state }, '')).href;
}

async function proven(way: Way | undefined, ticket: string) {
  if (!way?.identityInApp)
    throw refusal('identity.citizen-off', 409, '这里还没有开通网上登录。请到村（社区）或街道办理，或拨打 12345。');
  const identity = await way.identityInApp(ticket).catch((error: unknown) => {
    if (!(error instanceof ExternalSignInError)) throw error;
    if (error.problem === 'refused')
      throw refusal('identity.citizen-ticket', 401, '登录没有成功，或登录票据已经用过。请重新登录。');
    throw refusal('identity.citizen-unreachable', 409, '统一认证暂时联系不上，不是您的问题。请过几分钟再登录。');
  });
  return { name: identity.displayName ?? '', idNumber: identity.idNumber ?? '', phone: identity.phone ?? '' };
}

function refusal(code: string, status: 401 | 409, sentence: string): Refusal {
  return new Refusal(code, status, sentence, {});
}
