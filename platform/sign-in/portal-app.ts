import { z } from 'zod';
import type { Outgoing } from '../http/outgoing.ts';
import { askJson } from './ask-json.ts';
import { type ExternalIdentity, ExternalSignInError } from './external-identity.ts';
import { type GatewayKey, portalHeaders } from './signature.ts';

/** Where a portal like 浙里办 exchanges tickets; the addresses stand in its connection guide. */
export type PortalApp = GatewayKey & { tokenUrl: string; userUrl: string; appId: string };

const tokenAnswer = z.object({
  success: z.boolean(),
  data: z
    .object({ accessToken: z.string().min(1) })
    .nullish()
    .catch(null),
});
const text = z.string().trim().min(1).nullish().catch(null);
const userAnswer = z.object({
  success: z.boolean(),
  data: z
    .object({
      personInfo: z.object({ userId: z.string().min(1), userName: text, idNo: text, phone: text }),
    })
    .nullish()
    .catch(null),
});

/**
 * 票据换身份: ticketId → access token → person, both calls signed (浙里办统一单点登录). A ticket works once and for some minutes; whoever
 * has no verified ID number is refused. Throws ExternalSignInError.
 */
export async function identityAtPortal(
  gateway: PortalApp,
  ticketId: string,
  { callOut, now }: { callOut: Outgoing; now: () => Date },
): Promise<ExternalIdentity> {
  const ask = <T>(address: string, body: Record<string, string>, schema: z.ZodType<T>) => {
    const url = new URL(address);
    const signature = portalHeaders(gateway, { method: 'POST', url, now: now() });
    const headers = { 'content-type': 'application/json', ...signature };
    return askJson(callOut, { method: 'POST', url, headers, body: JSON.stringify(body) }, schema);
  };

  const { success, data: token } = await ask(gateway.tokenUrl, { ticketId, appId: gateway.appId }, tokenAnswer);
  if (!success) throw new ExternalSignInError('refused');
  if (!token) throw new ExternalSignInError('unreadable');

  const answer = await ask(gateway.userUrl, { token: token.accessToken }, userAnswer);
  if (!answer.success) throw new ExternalSignInError('refused');
  if (!answer.data) throw new ExternalSignInError('unreadable');
  const { userId, userName, idNo, phone } = answer.data.personInfo;
  if (!idNo) throw new ExternalSignInError('refused');
  return {
    subject: userId,
    displayName: userName ?? undefined,
    employeeCode: undefined,
    idNumber: idNo.toUpperCase(),
    phone: phone ?? undefined,
    hasSecondFactor: false,
  };
}
