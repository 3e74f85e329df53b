import { existsSync, readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { Refusal } from '../refusal/refusal.ts';

// What the operator writes about signing in elsewhere: a YAML file without a secret in it.

const SHORTEST_SECRET = 16;
const SAMPLES = /^(.)\1+$|changeme|password|secret-?here|example|sample|your[-_]|123456/i;

const name = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, '名称为2—31位小写字母、数字或 -');
const title = z.string().trim().min(1).max(30);
/** Where the secret lies: an environment variable, or a file that only the server's user can read. */
const secret = z.union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })]);
const address = z.url({ protocol: /^https?$/ });
/** Which words of the provider mean that it asked for two factors; left out: none do. */
const twoFactors = z.strictObject({ acr: z.array(z.string()).default([]), amr: z.array(z.string()).default([]) });

const oidc = z.strictObject({
  form: z.literal('oidc'),
  name,
  title,
  issuer: address,
  clientId: z.string().min(1),
  secret,
  /** The only algorithm that an ID token may be signed with. */
  algorithm: z.enum(['RS256', 'PS256', 'ES256', 'EdDSA']).default('RS256'),
  scope: z.string().default('openid profile'),
  /** The claim that holds the employee code of the directory. */
  employeeCodeClaim: z.string().default('employee_code'),
  secondFactor: twoFactors.default({ acr: [], amr: [] }),
});
const officeApp = z.strictObject({
  form: z.literal('office-app'),
  name,
  title,
  gateway: address,
  loginUrl: address,
  accessKey: z.string().min(1),
  secret,
  /** Whether signing in there counts as two factors; only if the office says so in writing. */
  secondFactor: z.boolean().default(false),
});
const portalApp = z.strictObject({
  form: z.literal('portal-app'),
  name,
  title,
  loginUrl: address,
  tokenUrl: address,
  userUrl: address,
  appId: z.string().min(1),
  accessKey: z.string().min(1),
  secret,
});
const directory = z.strictObject({
  /** The office app among the ways above whose key also reads the directory and takes to-dos. */
  way: name,
  path: z.string().startsWith('/').default('/directory/changes.json'),
  /** Which position of the directory is which role here, as `县级审批岗: county-approver`; all others are none of ours. */
  roles: z.record(z.string(), z.string()).default({}),
  /** A sync that would end more than this share of the people asks first. */
  mostLeaversPercent: z.number().min(0).max(100).default(10),
});

const fileSchema = z.strictObject({
  /** How browsers reach this server; the other system sends them back there. */
  publicUrl: address,
  officials: z.array(z.discriminatedUnion('form', [oidc, officeApp])).default([]),
  citizens: z.array(z.discriminatedUnion('form', [oidc, portalApp])).default([]),
  directory: directory.optional(),
});

type WithSecret<T> = T extends { secret: unknown } ? Omit<T, 'secret'> & { secret: string } : never;
export type OidcWay = WithSecret<z.infer<typeof oidc>>;
export type OfficeAppWay = WithSecret<z.infer<typeof officeApp>>;
export type PortalAppWay = WithSecret<z.infer<typeof portalApp>>;
export type WaySettings = OidcWay | OfficeAppWay | PortalAppWay;
export type DirectorySettings = z.infer<typeof directory>;
export type SignInSettings = {
  publicUrl: string;
  officials: readonly (OidcWay | OfficeAppWay)[];
  citizens: readonly (OidcWay | PortalAppWay)[];
  directory: DirectorySettings | undefined;
};

/** Where settings come from; `isReal`: a real database calls nobody without https. */
type Place = { file: string; env: NodeJS.ProcessEnv; isReal: boolean };

/** 登录设置: none when there is no such file. Refuses what it does not know, short and sample secrets, a file others can read. */
export function readSignInSettings({ file, env, isReal }: Place): SignInSettings | undefined {
  if (!existsSync(file)) return undefined;
  const read = fileSchema.safeParse(parse(readFileSync(file, 'utf8')));
  if (!read.success) {
    const issues = read.error.issues.slice(0, 5).map(({ path, message }) => `“${path.join('.')}”：${message}`);
    throw refusal(`登录设置 ${file} 有误：${issues.join('；')}。请改正后再启动。`);
  }
  const { publicUrl, officials, citizens, directory: wished } = read.data;
  const known = <T extends { name: string; title: string; secret: z.infer<typeof secret> }>(way: T) => ({
    ...way,
    secret: secretOf(way.secret, way.title, env),
  });
  const settings = {
    publicUrl: new URL(publicUrl).origin,
    officials: officials.map(known) as (OidcWay | OfficeAppWay)[],
    citizens: citizens.map(known) as (OidcWay | PortalAppWay)[],
    directory: wished,
  };
  refuseUnsound(file, settings, isReal);
  return settings;
}

/** 对外地址: whom signing in calls, for the guard at the way out. */
export function originsOf({ officials, citizens }: SignInSettings): string[] {
  const addresses = [...officials, ...citizens].flatMap((way) => {
    if (way.form === 'oidc') return [way.issuer];
    return way.form === 'portal-app' ? [way.tokenUrl, way.userUrl] : [way.gateway];
  });
  return [...new Set(addresses.map((one) => new URL(one).origin))];
}

function refuseUnsound(file: string, settings: SignInSettings, isReal: boolean): void {
  const ways = [...settings.officials, ...settings.citizens];
  const names = ways.map((way) => way.name);
  if (new Set(names).size < names.length) throw refusal(`登录设置 ${file} 里有两个登录方式同名，请改名后再启动。`);
  const { directory: wished, officials } = settings;
  if (wished && !officials.some((way) => way.name === wished.way && way.form === 'office-app'))
    throw refusal(`登录设置 ${file} 的 directory.way 应为 officials 里一个 office-app 的名称，请改正后再启动。`);
  const plain = [settings.publicUrl, ...ways.flatMap((way) => Object.values(way).map(String))].filter((text) =>
    text.startsWith('http://'),
  );
  if (isReal && plain.length > 0)
    throw refusal(`正式库的登录设置 ${file} 只能用 https 地址，不能用 ${plain[0]}。请改正后再启动。`);
}

function secretOf(where: z.infer<typeof secret>, title: string, env: NodeJS.ProcessEnv): string {
  const [place, text] =
    'env' in where ? [`环境变量 ${where.env}`, env[where.env]] : [`文件 ${where.file}`, readSecret(where.file)];
  const found = text?.trim() ?? '';
  if (found === '') throw refusal(`“${title}”的密钥没有给出：请设置${place}后再启动。`);
  if (found.length < SHORTEST_SECRET || SAMPLES.test(found))
    throw refusal(`“${title}”的密钥（${place}）太短或是示例值，请换成对方发给本单位的密钥后再启动。`);
  return found;
}

function readSecret(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  if ((statSync(file).mode & 0o077) !== 0) throw refusal(`密钥文件 ${file} 可被他人读取。请执行 chmod 600 后再启动。`);
  return readFileSync(file, 'utf8');
}

function refusal(sentence: string): Refusal {
  return new Refusal('sign-in-settings', 409, sentence, {});
}
