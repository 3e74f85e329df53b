import { z } from 'zod';

/** The largest number that a row, or a person, may have: PostgreSQL's integer. */
export const LARGEST_NO = 2_147_483_647;

/** 序号 of a row, as a body names it. */
export const rowNo = z.int().positive().max(LARGEST_NO);

/** The same in an address. */
export const rowNoText = z.coerce.number<string>().pipe(rowNo);
