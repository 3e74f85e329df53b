import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { type Asked, formPage, runSimulator, type Told } from './simulator.ts';

// 浙里办统一单点登录 as its connection guide describes it: a login page that hands out tickets, a signed exchange of ticket for
// token and of token for person. Whoever fills in the page becomes that person; sentinel tickets fail in a known way.

const ACCESS_KEY = process.env.SIMULATOR_ACCESS_KEY ?? 'simulator-access-key';
const SECRET = process.env.SIMULATOR_SECRET ?? 'simulator-secret-of-thirty-two-signs';
const CALLBACK = process.env.SIMULATOR_CALLBACK ?? 'http://127.0.0.1:8080/api/portal/ticket';
const TOKEN_PATH = '/restapi/prod/IC33000020220329000007/uc/sso/access_token';
const USER_PATH = '/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo';
const CLOCK_SKEW_MS = 90_000;
const TICKET_MS = 5 * 60_000;
const SLOW_MS = 20_000;

type Person = { userId: string; userName: string; idType: string; idNo: string; phone: string };
const tickets = new Map<string, { person: Person; until: number }>();
const tokens = new Map<string, Person>();

const REFUSED = { json: { success: false, errorCode: '990005', errorMsg: 'ticketId is invalid', data: null } };
/** What a ticket of this name brings. */
const SENTINELS: Record<string, Told> = {
  expired: REFUSED,
  replayed: REFUSED,
  'wrong-signature': { status: 401, json: { message: 'Invalid signature' } },
  slow: { waitMs: SLOW_MS, ...REFUSED },
  'wrong-json': { raw: '<html>502 Bad Gateway</html>' },
  'wrong-shape': { json: { success: true, data: { token: 1 } } },
  'server-error': { status: 500, json: { message: 'Internal Server Error' } },
};

await runSimulator(() => (asked) => {
  const { method, url } = asked;
  const route = `${method} ${url.pathname}`;
  if (route === 'GET /uc/sso/login') return { html: loginPage(url) };
  if (route === 'POST /uc/sso/login') return signIn(asked);
  if (route === 'POST /simulator/tickets') return { json: { ticketId: newTicket(personOf(JSON.parse(asked.body))) } };
  if (route === `POST ${TOKEN_PATH}`) return refusedSignature(asked) ?? token(JSON.parse(asked.body));
  if (route === `POST ${USER_PATH}`) return refusedSignature(asked) ?? user(JSON.parse(asked.body));
  return { status: 404, json: { message: 'no Route matched with those values' } };
});

function loginPage({ searchParams }: URL): string {
  const action = `/uc/sso/login?${searchParams}`;
  return formPage('浙里办登录', action.replaceAll('"', '%22'), [
    ['userName', '姓名'],
    ['idNo', '身份证号（只用 339900—339999 开头的）'],
    ['phone', '手机号'],
  ]);
}

function signIn({ url, body }: Asked): Told {
  const ticketId = newTicket(personOf(Object.fromEntries(new URLSearchParams(body))));
  const back = new URL(CALLBACK);
  back.searchParams.set('ticketId', ticketId);
  const sp = url.searchParams.get('sp');
  if (sp) back.searchParams.set('redirectUrl', sp);
  return { location: back.href };
}

function personOf({ userName = '', idNo = '', phone = '' }: Record<string, string>): Person {
  // The same person has the same number every time, as there.
  const userId = createHmac('sha256', SECRET).update(idNo).digest('hex').slice(0, 32);
  return { userId, userName, idType: '1', idNo, phone };
}

function newTicket(person: Person): string {
  const ticketId = randomUUID().replaceAll('-', '');
  tickets.set(ticketId, { person, until: Date.now() + TICKET_MS });
  return ticketId;
}

function token({ ticketId = '' }: Record<string, string>): Told {
  const sentinel = SENTINELS[ticketId];
  if (sentinel) return sentinel;
  const found = tickets.get(ticketId);
  tickets.delete(ticketId);
  if (!found || found.until < Date.now()) return REFUSED;
  const accessToken = randomUUID();
  tokens.set(accessToken, found.person);
  return { json: { success: true, errorCode: '0', errorMsg: null, data: { accessToken, expiresIn: 7_200 } } };
}

function user({ token: accessToken = '' }: Record<string, string>): Told {
  const person = tokens.get(accessToken);
  if (!person) return { json: { success: false, errorCode: '990006', errorMsg: 'token is invalid', data: null } };
  return { json: { success: true, errorCode: '0', data: { loginType: 'person', personInfo: person } } };
}

/** Written apart from the product's own signature, so that a mistake there is not repeated here. */
function refusedSignature({ method, url, headers }: Asked): Told | undefined {
  const header = (name: string) => String(headers[name] ?? '');
  const date = header('x-bg-date-time');
  if (header('x-bg-hmac-access-key') !== ACCESS_KEY) return { status: 401, json: { message: 'Invalid access key' } };
  if (!(Math.abs(Date.now() - Date.parse(date)) <= CLOCK_SKEW_MS))
    return { status: 401, json: { message: 'Clock skew exceeded' } };
  const query = url.search.replace(/^\?/, '').split('&').sort().join('&');
  const text = `${method}\n${url.pathname}\n${query}\n${ACCESS_KEY}\n${date}\n`;
  const wanted = createHmac('sha256', SECRET).update(text).digest();
  const given = Buffer.from(header('x-bg-hmac-signature'), 'base64');
  const fits = given.length === wanted.length && timingSafeEqual(given, wanted);
  return fits ? undefined : { status: 401, json: { message: 'Invalid signature' } };
}
