import { z } from 'zod';

/** 行版本 in a reply, and sent back with an act on that row: what the screen showed. Opaque. */
export const rowVersion = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ title: '版本' });
