import type { z } from 'zod';
import type { Outgoing } from '../http/outgoing.ts';
import { ExternalSignInError } from './external-identity.ts';

type Question = { method: 'GET' | 'POST'; url: URL; headers: Record<string, string>; body?: string };

/** Asks, and reads the answer by a schema. A signature that is not accepted (401, 403) is our mistake, not the caller's. */
export async function askJson<T>(callOut: Outgoing, question: Question, schema: z.ZodType<T>): Promise<T> {
  const { url, ...init } = question;
  const answer = await callOut(url, init).catch((error: unknown) => {
    throw new ExternalSignInError('unreachable', error);
  });
  if (answer.status === 401 || answer.status === 403) throw new ExternalSignInError('misconfigured');
  if (!answer.ok) throw new ExternalSignInError('unreachable');
  const body: unknown = await answer.json().catch(() => undefined);
  const read = schema.safeParse(body);
  // What came may name a person: it is not kept, not even as a cause.
  if (!read.success) throw new ExternalSignInError('unreadable');
  return read.data;
}
