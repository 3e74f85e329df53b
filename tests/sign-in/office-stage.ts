import { openStage as openIdentity } from '#modules/identity/identity.testing.ts';
import { type DirectoryDeps, office as officePlatform } from '#modules/identity/index.ts';
import { closeToDo, openToDo, pushToDos } from '#modules/notices/index.ts';
import type { Outgoing } from '#platform/http/outgoing.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import type { OfficeApp } from '#platform/sign-in/office-app.ts';
import type { OfficeAppWay } from '#platform/sign-in/settings.ts';
import { openWays, type Ways } from '#platform/sign-in/ways.ts';
import { startSimulator } from '#tools/simulators/start-simulator.ts';

const YUHUAN = { code: 'D1', name: '玉环市民政局', division: '331083' };
const callOut: Outgoing = (url, init) => fetch(url, init as RequestInit);
const TABLES = [
  'directory_sync',
  'directory_person',
  'directory_department',
  'directory_conflict',
  'directory_trouble',
  'directory_change',
];

/** Something happens just before a page is asked for. */
export type Before = (kind: string | undefined) => Promise<void>;
export type OfficeStage = Awaited<ReturnType<typeof openOfficeStage>>;

/** The office app's simulator beside a database of its own, with the identity routes on it. */
export async function openOfficeStage() {
  const simulator = await startSimulator('office-app');
  const ways = waysAt(simulator.url);
  const { officeApp } = ways;
  if (!officeApp) throw new Error('the settings name no office app');
  const deps: DirectoryDeps = {
    ...{ officeApp, path: '/directory/changes.json', mostLeaversPercent: 10 },
    roles: new Map([
      ['审批岗', 'county-approver'],
      ['发放岗', 'county-releaser'],
      ['系统岗', 'system-administrator'],
    ]),
    toDos: {
      open: (ctx, key, title, address) => openToDo(ctx, { key, title, address, to: { permission: 'identity.manage' } }),
      close: closeToDo,
    },
  };
  const identity = await openIdentity({ directory: deps, ways });
  const now = () => identity.clock.now;
  const tell = <T = unknown>(path: string, body: object) => ask<T>(`${simulator.url}/simulator/${path}`, body);

  return {
    ...identity,
    tell,
    deps,
    /** Who is in the directory now. */
    set: (employees: object[], more: object = {}) => tell('directory', { departments: [YUHUAN], employees, ...more }),
    sync: (kind: 'full' | 'delta' = 'full', more: object = {}, before: Before = async () => undefined) => {
      const askLater: OfficeApp['ask'] = async (method, path, parameters, schema) => {
        await before(parameters.kind);
        return officeApp.ask(method, path, parameters, schema);
      };
      const wish = { kind, isDry: false, ...more };
      return officePlatform.syncDirectory(
        identity.database.db,
        { ...deps, officeApp: { ...officeApp, ask: askLater } },
        wish,
        now,
      );
    },
    /** As the clock does it. */
    tick: () => officePlatform.syncByClock(identity.database.db, deps, now),
    push: () => pushToDos({ db: identity.database.db, officeApp, publicUrl: 'https://kangyang.example', now }),
    accounts: () =>
      identity.rows(`select employee_code, display_name, ended_on is not null as ended,
        (select string_agg(role, ',') from identity.post p where p.account_no = a.account_no and until_day is null) as roles
        from identity.account a where employee_code is not null order by employee_code`),
    emptyOffice: async () => {
      await identity.empty();
      await identity.rows(`truncate ${TABLES.map((table) => `identity.${table}`).join(', ')}, notices.to_do`);
      await identity.anOrganisation('county-approver', '331083');
    },
    closeOffice: async () => {
      await identity.close();
      await simulator.stop();
    },
  };
}

function waysAt(gateway: string): Ways {
  const way: OfficeAppWay = {
    ...{ form: 'office-app', name: 'zzd', title: '浙政钉', gateway, loginUrl: `${gateway}/oauth2/auth.htm` },
    ...{ accessKey: 'simulator-access-key', secret: 'simulator-secret-of-thirty-two-signs', secondFactor: false },
  };
  const directory = { way: 'zzd', path: '/directory/changes.json', roles: {}, mostLeaversPercent: 10 };
  const settings = { publicUrl: 'https://kangyang.example', officials: [way], citizens: [], directory };
  return openWays(settings, { callOut, now: () => new Date(), isReal: false });
}

async function ask<T>(url: string, body: object): Promise<T> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return (await answer.json()) as T;
}

export const YUHUAN_DEPARTMENT = YUHUAN;

export const here = (employeeCode: string, position = '审批岗', departmentCode = 'D1') => ({
  ...{ employeeCode, name: `某${employeeCode}`, isHere: true },
  positions: [{ departmentCode, position }],
});

export const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );
