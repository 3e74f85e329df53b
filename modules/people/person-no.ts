import { z } from 'zod';
import { LARGEST_NO } from '#platform/contract/row-number.ts';

/** 人员序号, as a body names it. */
export const personNo = z.int('人员序号是整数').positive('人员序号从1起').max(LARGEST_NO, '人员序号没有这么大');

/** The same in an address. */
export const personNoText = z.coerce.number<string>().pipe(personNo);
