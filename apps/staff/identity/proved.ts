import type { QueryClient } from '@tanstack/react-query';
import type { Account } from '#modules/identity/contract.ts';
import { sessionQuery } from './session.ts';

/** The page at which another window of this browser says that it has signed in anew. */
export const PROVED = '/proved';

const CHANNEL = 'kangyang-proved';

/** Says so to the window that waits. */
export function tellProved(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('proved');
  channel.close();
}

/** Calls back when another window has signed in anew. Returns what stops listening. */
export function onProved(act: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = act;
  return () => channel.close();
}

/** Whether it is still the same person: in the other window somebody else may have signed in. */
export async function isStill(queryClient: QueryClient, { accountNo }: Account): Promise<boolean> {
  const { account } = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
  return account?.accountNo === accountNo;
}
