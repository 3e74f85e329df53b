import { randomUUID } from 'node:crypto';
import { openDirectory } from './office-directory.ts';
import { refusedOfficeSignature } from './office-signature.ts';
import { openToDos } from './office-to-dos.ts';
import { type Asked, formPage, runSimulator, type Told } from './simulator.ts';

// 浙政钉 (专有钉钉) as its open platform describes it: an app token, a user by auth code or QR code. Whoever fills in the page becomes
// that employee; sentinel codes fail in a known way.

const ACCESS_KEY = process.env.SIMULATOR_ACCESS_KEY ?? 'simulator-access-key';
const SECRET = process.env.SIMULATOR_SECRET ?? 'simulator-secret-of-thirty-two-signs';
const TOKEN_MS = 7_200_000;
const CODE_MS = 5 * 60_000;
const SLOW_MS = 20_000;

type User = { accountId: string; employeeCode: string; lastName: string };
const codes = new Map<string, { user: User; until: number }>();
const appTokens = new Map<string, number>();

const refused = (bizErrorCode: string): Told => ({
  json: { success: true, content: { success: false, bizErrorCode, responseMessage: '失败', data: null } },
});
/** What a code of this name brings. */
const SENTINELS: Record<string, Told> = {
  expired: refused('CODE_EXPIRED'),
  replayed: refused('CODE_USED'),
  'wrong-signature': { status: 401, json: { success: false, errorMsg: 'signature not match' } },
  slow: { waitMs: SLOW_MS, ...refused('TIMEOUT') },
  'wrong-json': { raw: '<html>502 Bad Gateway</html>' },
  'wrong-shape': { json: { success: true, content: { success: true, data: { account: null } } } },
  'server-error': { status: 500, json: { message: 'Internal Server Error' } },
};

const directory = openDirectory();
const toDos = openToDos();

await runSimulator(() => (asked) => {
  const { method, url } = asked;
  const route = `${method} ${url.pathname}`;
  if (route === 'GET /oauth2/auth.htm') return { html: loginPage(url) };
  if (route === 'POST /oauth2/auth.htm') return signIn(asked);
  if (route === 'POST /simulator/codes') return { json: { code: newCode(userOf(JSON.parse(asked.body))) } };
  if (route === 'POST /simulator/directory') return directory.set(JSON.parse(asked.body));
  if (route === 'POST /simulator/to-dos') return toDos.told(JSON.parse(asked.body));
  const parameters = Object.fromEntries(method === 'GET' ? url.searchParams : new URLSearchParams(asked.body));
  const problem = refusedOfficeSignature(asked, parameters, { accessKey: ACCESS_KEY, secret: SECRET });
  if (problem) return problem;
  if (route === 'GET /gettoken.json') return appToken(parameters);
  if ((appTokens.get(parameters.access_token ?? '') ?? 0) < Date.now()) return refused('ACCESS_TOKEN_INVALID');
  if (route === 'POST /rpc/oauth2/dingtalk_app_user.json') return user(parameters.auth_code ?? '');
  if (route === 'POST /rpc/oauth2/getuserinfo_bycode.json') return user(parameters.code ?? '');
  if (route === 'GET /directory/changes.json') return directory.page(parameters);
  if (route === 'POST /mozi/employee/listEmployeeAccountIds') return accountIds(parameters.employeeCodes ?? '');
  if (route === 'POST /tc/v2/openapi/task/create.json') return toDos.create(parameters);
  if (route === 'POST /tc/openapi/task/finish.json') return toDos.finish(parameters);
  return { status: 404, json: { success: false, errorMsg: 'api not found' } };
});

function accountIds(codes: string): Told {
  return contentOf(codes.split(',').map((employeeCode) => ({ employeeCode, accountId: `8${employeeCode}` })));
}

function loginPage({ searchParams }: URL): string {
  const action = `/oauth2/auth.htm?${searchParams}`.replaceAll('"', '%22');
  return formPage('浙政钉扫码登录', action, [
    ['lastName', '姓名'],
    ['employeeCode', '工号'],
  ]);
}

function signIn({ url: { searchParams }, body }: Asked): Told {
  const back = new URL(searchParams.get('redirect_uri') ?? 'http://127.0.0.1:8080/');
  back.searchParams.set('code', newCode(userOf(Object.fromEntries(new URLSearchParams(body)))));
  const state = searchParams.get('state');
  if (state) back.searchParams.set('state', state);
  return { location: back.href };
}

function userOf({ employeeCode = '', lastName = '' }: Record<string, string>): User {
  return { accountId: `8${employeeCode}`, employeeCode, lastName };
}

function newCode(user: User): string {
  const code = randomUUID().replaceAll('-', '');
  codes.set(code, { user, until: Date.now() + CODE_MS });
  return code;
}

function appToken({ appkey, appsecret }: Record<string, string>): Told {
  if (appkey !== ACCESS_KEY || appsecret !== SECRET) return refused('APPKEY_INVALID');
  const accessToken = `app_${randomUUID()}`;
  appTokens.set(accessToken, Date.now() + TOKEN_MS);
  return contentOf({ accessToken, expiresIn: TOKEN_MS / 1_000 });
}

function user(code: string): Told {
  const sentinel = SENTINELS[code];
  if (sentinel) return sentinel;
  const found = codes.get(code);
  codes.delete(code);
  if (!found || found.until < Date.now()) return refused('CODE_INVALID');
  return contentOf(found.user);
}

function contentOf(data: unknown): Told {
  return { json: { success: true, content: { success: true, requestId: randomUUID(), data } } };
}
