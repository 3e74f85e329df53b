import { beforeAll, describe, expect, test } from 'vitest';
import type { Outgoing } from '#platform/http/outgoing.ts';
import { ExternalSignInError } from '#platform/sign-in/external-identity.ts';
import { openOidc } from '#platform/sign-in/oidc.ts';
import type { OidcWay } from '#platform/sign-in/settings.ts';
import { newOutbound } from '#platform/sign-in/ways.ts';
import { type Simulator, startSimulator } from '#tools/simulators/start-simulator.ts';
import { type FalseIssuer, type Forgery, openFalseIssuer } from './false-issuer.ts';
import { signInAtProvider } from './provider-pages.ts';

const REDIRECT = 'http://127.0.0.1:8080/staff/sign-in/back';
const callOut: Outgoing = (url, init) => fetch(url, init as RequestInit);
const wayAt = (issuer: string, over: Partial<OidcWay> = {}): OidcWay => ({
  ...{ form: 'oidc', name: 'oidc', title: '统一身份认证', issuer, clientId: 'kangyang', scope: 'openid profile' },
  ...{ secret: 'simulator-secret-of-thirty-two-signs', algorithm: 'RS256', employeeCodeClaim: 'employee_code' },
  secondFactor: { acr: [], amr: [] },
  ...over,
});
const problemOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof ExternalSignInError ? error.problem : String(error)),
  );

let provider: Simulator;
let forger: FalseIssuer;
beforeAll(async () => {
  provider = await startSimulator('oidc-provider');
  forger = await openFalseIssuer('kangyang');
  return async () => {
    forger.close();
    await provider.stop();
  };
});

describe('真的提供方', () => {
  const enter = async (login: string, over: Partial<OidcWay> = {}) => {
    const client = openOidc(wayAt(provider.url, over), callOut, true);
    const outbound = newOutbound();
    const back = await signInAtProvider(await client.loginAddress(outbound, REDIRECT), login);
    return { client, outbound, back };
  };

  test('授权码加 PKCE：登录回来知道是谁；同一个授权码第二次不行', async () => {
    const { client, outbound, back } = await enter('GE_1');
    const identity = await client.identityOf(back, outbound);
    expect(identity).toMatchObject({ subject: 'GE_1', employeeCode: 'GE_1', hasSecondFactor: false });
    expect(await problemOf(client.identityOf(back, outbound))).toBe('refused');
  });

  test('state、PKCE 不是这一次的，密钥不对：都不行', async () => {
    const { client, outbound, back } = await enter('GE_1');
    expect(await problemOf(client.identityOf(back, { ...outbound, state: 'other' }))).not.toBe('none');
    const second = await enter('GE_1');
    const other = { ...second.outbound, verifier: newOutbound().verifier };
    expect(await problemOf(second.client.identityOf(second.back, other))).toBe('refused');
    const third = await enter('GE_1', { secret: 'another-secret-of-thirty-two-signs' });
    expect(await problemOf(third.client.identityOf(third.back, third.outbound))).toBe('misconfigured');
  });

  test('没有人应答：说连不上', async () => {
    const client = openOidc(wayAt('http://127.0.0.1:1'), callOut, true);
    expect(await problemOf(client.loginAddress(newOutbound(), REDIRECT))).toBe('unreachable');
  });
});

describe('B-80 伪造的令牌', () => {
  const answer = async (forgery: Forgery, over: Partial<OidcWay> = {}) => {
    const client = openOidc(wayAt(forger.url, over), callOut, true);
    const outbound = newOutbound();
    forger.next(forgery, outbound.nonce);
    const back = new URL(`${REDIRECT}?code=x&state=${outbound.state}`);
    return client.identityOf(back, outbound);
  };
  const old = Math.floor(Date.now() / 1_000) - 3_600;
  const FORGERIES: [string, Forgery][] = [
    ['没有签名', { header: { alg: 'none' }, by: 'none' }],
    ['用公钥当共享密钥', { header: { alg: 'HS256' }, by: 'hmac' }],
    ['别的密钥签的', { by: 'other' }],
    ['密钥编号指向别处', { header: { kid: '../../etc/passwd', jku: 'http://evil.example/jwks' }, by: 'other' }],
    ['别的签发者', { claims: { iss: 'https://evil.example' } }],
    ['给别的应用的', { claims: { aud: 'another' } }],
    ['给几个应用的', { claims: { aud: ['kangyang', 'another'], azp: 'another' } }],
    ['过期的', { claims: { iat: old, exp: old + 300 } }],
    ['另一次登录的', { claims: { nonce: 'another' } }],
    ['要求不认识的扩展', { header: { crit: ['x'], x: 1 } }],
  ];

  test('没有改动的认', async () => {
    expect(await answer({})).toMatchObject({ subject: 'GE_1' });
  });

  test.each(FORGERIES)('%s：不认', async (_, forgery) => {
    expect(await problemOf(answer(forgery))).toMatch(/unreadable|refused/);
  });

  test('C-03 对方说用了两种鉴别，只有设置里写明才算', async () => {
    const claims = { acr: 'urn:mfa', amr: ['pwd', 'otp'] };
    expect((await answer({ claims })).hasSecondFactor).toBe(false);
    expect((await answer({ claims }, { secondFactor: { acr: ['urn:mfa'], amr: [] } })).hasSecondFactor).toBe(true);
    expect((await answer({ claims }, { secondFactor: { acr: [], amr: ['otp'] } })).hasSecondFactor).toBe(true);
    expect((await answer({ claims }, { secondFactor: { acr: ['urn:gold'], amr: ['face'] } })).hasSecondFactor).toBe(
      false,
    );
  });
});
