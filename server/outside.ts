import { type Outgoing, openOutgoing } from '#platform/http/outgoing.ts';
import { readBirth } from './birth.ts';
import type { Deps } from './modules.ts';

/**
 * 对外调用 of this server: the origins of KANGYANG_OUTSIDE and those a module's own settings name (a sign-in provider, say).
 * Simulators on this machine answer only in a demonstration database.
 */
export async function openOutside(
  { ownerPool, outside }: Pick<Deps, 'ownerPool' | 'outside'>,
  origins: readonly string[] = [],
): Promise<Outgoing> {
  const birth = await readBirth(ownerPool);
  return openOutgoing({
    origins: [...(outside?.origins ?? []), ...origins],
    networks: outside?.networks ?? [],
    loopback: birth !== undefined && birth !== 'none',
  });
}
