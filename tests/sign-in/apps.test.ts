import { beforeAll, describe, expect, test } from 'vitest';
import type { Outgoing } from '#platform/http/outgoing.ts';
import { ExternalSignInError, type SignInProblem } from '#platform/sign-in/external-identity.ts';
import { openOfficeApp } from '#platform/sign-in/office-app.ts';
import { identityAtPortal, type PortalApp } from '#platform/sign-in/portal-app.ts';
import { officeAppHeaders, portalHeaders } from '#platform/sign-in/signature.ts';
import { type Simulator, startSimulator } from '#tools/simulators/start-simulator.ts';

const KEY = { accessKey: 'simulator-access-key', secret: 'simulator-secret-of-thirty-two-signs' };
const NAMED: [string, SignInProblem][] = [
  ['expired', 'refused'],
  ['replayed', 'refused'],
  ['nobody-made-this', 'refused'],
  ['wrong-signature', 'misconfigured'],
  ['slow', 'unreachable'],
  ['server-error', 'unreachable'],
  ['wrong-json', 'unreadable'],
  ['wrong-shape', 'unreadable'],
];
const now = () => new Date();
/** The simulator is slow for 20 s; whoever waits gives up earlier. */
const callOut: Outgoing = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(1_000) } as RequestInit);

let portal: Simulator;
let office: Simulator;
beforeAll(async () => {
  [portal, office] = await Promise.all([startSimulator('portal-account'), startSimulator('office-app')]);
  return async () => void (await Promise.all([portal.stop(), office.stop()]));
});

const problemOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof ExternalSignInError ? error.problem : String(error)),
  );

async function post<T>(url: string, body: object): Promise<T> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return (await answer.json()) as T;
}

describe('签名', () => {
  const at = new Date('2023-08-07T01:02:03.004Z');

  test('业务协同网关：与另行算出的一致', () => {
    const url = new URL('https://gateway.example/restapi/x?b=2&a=1');
    // printf 'POST\n/restapi/x\na=1&b=2\nak\nMon, 07 Aug 2023 01:02:03 GMT\n' | openssl dgst -sha256 -hmac sk -binary | base64
    expect(portalHeaders({ accessKey: 'ak', secret: 'sk' }, { method: 'POST', url, now: at })).toMatchObject({
      'X-BG-DATE-TIME': 'Mon, 07 Aug 2023 01:02:03 GMT',
      'X-BG-HMAC-SIGNATURE': TICKET_SIGNATURE,
    });
  });

  test('专有钉钉网关：时间是上海的，随机数不重复', () => {
    const wish = { method: 'GET', url: new URL('https://a.example/gettoken.json'), now: at, parameters: {} } as const;
    const headers = officeAppHeaders({ accessKey: 'ak', secret: 'sk' }, wish);
    expect(headers['X-Hmac-Auth-Timestamp']).toBe('2023-08-07T09:02:03.004+08:00');
    expect(headers['X-Hmac-Auth-Nonce']).toMatch(/^1691370123004\d{4}$/);
  });
});
const TICKET_SIGNATURE = 'RNRpWr247wRkQ8bSpJosKCpZlkhR3tbzp0MxYQCMjtk=';

describe('浙里办：票据换身份', () => {
  const gateway = (over: Partial<PortalApp> = {}): PortalApp => ({
    ...KEY,
    appId: 'kangyang',
    tokenUrl: `${portal.url}/restapi/prod/IC33000020220329000007/uc/sso/access_token`,
    userUrl: `${portal.url}/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo`,
    ...over,
  });
  const ticket = async (person: object) =>
    (await post<{ ticketId: string }>(`${portal.url}/simulator/tickets`, person)).ticketId;
  const PERSON = { userName: '王秀英', idNo: '33990019410203123x', phone: '13900000000' };

  test('换到的是这个人；同一人每次编号相同；同一张票据只能用一次', async () => {
    const first = await ticket(PERSON);
    const identity = await identityAtPortal(gateway(), first, { callOut, now });
    expect(identity).toMatchObject({ displayName: '王秀英', idNumber: '33990019410203123X', hasSecondFactor: false });
    expect(await problemOf(identityAtPortal(gateway(), first, { callOut, now }))).toBe('refused');
    const again = await identityAtPortal(gateway(), await ticket(PERSON), { callOut, now });
    expect(again.subject).toBe(identity.subject);
  });

  test('没有实名的不认', async () => {
    expect(await problemOf(identityAtPortal(gateway(), await ticket({ userName: '某' }), { callOut, now }))).toBe(
      'refused',
    );
  });

  test.each(NAMED)('%s：%s', async (ticketId, problem) => {
    expect(await problemOf(identityAtPortal(gateway(), ticketId, { callOut, now }))).toBe(problem);
  });

  test('B-80 密钥不对、时钟差太多、没有人应答', async () => {
    const good = await ticket(PERSON);
    const wrong = gateway({ secret: 'another-secret-of-thirty-two-signs!!' });
    expect(await problemOf(identityAtPortal(wrong, good, { callOut, now }))).toBe('misconfigured');
    const late = () => new Date(Date.now() - 91_000);
    expect(await problemOf(identityAtPortal(gateway(), good, { callOut, now: late }))).toBe('misconfigured');
    const nobody = gateway({ tokenUrl: 'http://127.0.0.1:1/' });
    expect(await problemOf(identityAtPortal(nobody, good, { callOut, now }))).toBe('unreachable');
  });
});

describe('浙政钉：授权码换身份', () => {
  const app = (secret = KEY.secret) => openOfficeApp({ ...KEY, secret, gateway: office.url }, { callOut, now });
  const code = async () =>
    (await post<{ code: string }>(`${office.url}/simulator/codes`, { employeeCode: 'GE_1', lastName: '李敏' })).code;

  test('应用内免登和扫码都换到同一个人；授权码只能用一次', async () => {
    const opened = app();
    const first = await code();
    const identity = { subject: '8GE_1', displayName: '李敏', employeeCode: 'GE_1', hasSecondFactor: false };
    expect(await opened.identityOf(first, 'app')).toMatchObject(identity);
    expect(await problemOf(opened.identityOf(first, 'app'))).toBe('refused');
    expect(await opened.identityOf(await code(), 'qr')).toMatchObject(identity);
  });

  test.each(NAMED)('%s：%s', async (authCode, problem) => {
    expect(await problemOf(app().identityOf(authCode, 'app'))).toBe(problem);
  });

  test('密钥不对：说是配置的事', async () => {
    expect(await problemOf(app('another-secret').identityOf(await code(), 'app'))).toBe('misconfigured');
  });
});
