import { z } from 'zod';
import type { Level } from './level.ts';
import { isMasked, type MaskKind } from './masks.ts';

const LEVEL_OF: Record<MaskKind, Level> = { name: 2, 'id-number': 4, phone: 4, account: 4, address: 4, birth: 2 };

/** A field of a reply that leaves masked, empty or not at all: replies are parsed on their way out. */
export function maskedField(kind: MaskKind, title: string) {
  return z
    .string()
    .refine((text) => text === '' || isMasked(kind, text), { error: `${title}没有脱敏` })
    .meta({ title, level: LEVEL_OF[kind], mask: kind });
}
