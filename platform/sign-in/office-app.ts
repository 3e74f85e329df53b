import { z } from 'zod';
import type { Outgoing } from '../http/outgoing.ts';
import { askJson } from './ask-json.ts';
import { type ExternalIdentity, ExternalSignInError } from './external-identity.ts';
import { type GatewayKey, officeAppHeaders } from './signature.ts';

/** An office app like 浙政钉: `gateway` is its open platform's origin. */
export type OfficeAppSettings = GatewayKey & { gateway: string };
type Surroundings = { callOut: Outgoing; now: () => Date };

/** 办公平台: signed calls under an access token of our own, which is kept until shortly before it ends. */
export type OfficeApp = {
  /** Reads `content.data` by the schema. Throws ExternalSignInError. */
  ask: <T>(
    method: 'GET' | 'POST',
    path: string,
    parameters: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
  ) => Promise<T>;
  /** 免登授权码 → who he is: an auth code from inside the app, or a code from its QR page. */
  identityOf: (code: string, from: 'app' | 'qr') => Promise<ExternalIdentity>;
};

const EARLIER_MS = 10 * 60_000;
const tokenSchema = z.object({ accessToken: z.string().min(1), expiresIn: z.number() });
const text = z.string().trim().min(1).nullish().catch(null);
const code = z.union([z.string().trim().min(1), z.number().transform(String)]);
const userSchema = z.object({ accountId: code, employeeCode: text, lastName: text, nickNameCn: text });

export function openOfficeApp(settings: OfficeAppSettings, { callOut, now }: Surroundings): OfficeApp {
  let kept: { token: string; until: number } | undefined;

  const signedAsk = async <T>(
    method: 'GET' | 'POST',
    path: string,
    parameters: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
  ): Promise<T> => {
    const url = new URL(path, settings.gateway);
    const signature = officeAppHeaders(settings, { method, url, now: now(), parameters });
    const encoded = new URLSearchParams(parameters).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...signature };
    if (method === 'GET') url.search = encoded;
    const body = method === 'POST' ? { body: encoded } : {};
    return contentOf(await askJson(callOut, { method, url, headers, ...body }, envelope), schema);
  };

  const accessToken = async () => {
    if (kept && kept.until > now().getTime()) return kept.token;
    const credentials = { appkey: settings.accessKey, appsecret: settings.secret };
    const answer = signedAsk('GET', '/gettoken.json', credentials, tokenSchema).catch((error: unknown) => {
      // Nobody's code is in this call: if it is refused, our key is wrong.
      const isOurs = error instanceof ExternalSignInError && error.problem === 'refused';
      throw isOurs ? new ExternalSignInError('misconfigured', error) : error;
    });
    const { accessToken: token, expiresIn } = await answer;
    kept = { token, until: now().getTime() + expiresIn * 1_000 - EARLIER_MS };
    return token;
  };

  const ask: OfficeApp['ask'] = async (method, path, parameters, schema) =>
    signedAsk(method, path, { ...parameters, access_token: await accessToken() }, schema);

  return {
    ask,
    identityOf: async (authCode, from) => {
      const user =
        from === 'app'
          ? await ask('POST', '/rpc/oauth2/dingtalk_app_user.json', { auth_code: authCode }, userSchema)
          : await ask('POST', '/rpc/oauth2/getuserinfo_bycode.json', { code: authCode }, userSchema);
      return {
        subject: user.accountId,
        displayName: user.lastName ?? user.nickNameCn ?? undefined,
        employeeCode: user.employeeCode ?? undefined,
        idNumber: undefined,
        phone: undefined,
        hasSecondFactor: false,
      };
    },
  };
}

/** The gateway's answer around the service's own. */
const envelope = z.object({
  success: z.boolean(),
  content: z.object({ success: z.boolean(), data: z.unknown() }).nullish().catch(null),
});

function contentOf<T>({ success, content }: z.infer<typeof envelope>, schema: z.ZodType<T>): T {
  if (!success || content?.success === false) throw new ExternalSignInError('refused');
  const read = schema.safeParse(content?.data);
  if (!read.success) throw new ExternalSignInError('unreadable');
  return read.data;
}
