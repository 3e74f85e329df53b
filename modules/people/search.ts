import { z } from 'zod';
import { maskedField } from '#platform/classification/masked-field.ts';
import { defineRoute } from '#platform/contract/define-route.ts';

/** How many rows a page has, and how far one may turn: who needs more narrows the search (B-86). */
export const PAGE_SIZE = 50;
export const LAST_PAGE = 40;

const foundSchema = z.object({
  personNo: z.int().meta({ title: '人员序号' }),
  nameMasked: maskedField('name', '姓名'),
  sex: z.enum(['男', '女', '未说明', '未知']).meta({ title: '性别' }),
  bornMasked: maskedField('birth', '出生年月'),
  hukouPlace: z.string().nullable().meta({ title: '户籍地' }),
  residencePlace: z.string().nullable().meta({ title: '居住地' }),
});
export type FoundPerson = z.infer<typeof foundSchema>;

const division = z
  .string()
  .regex(/^(\d{6}|\d{9}|\d{12}|Z\d{8})$/, '请选择行政区划')
  .meta({ title: '行政区划' });

/**
 * 查找老人 registered or living in one's places: by the whole number of a document, by its last four signs, by the
 * beginning of a name, or all of a division.
 * What was searched for stands in no address; the audit names whom it found.
 */
export const searchPeople = defineRoute({
  method: 'POST',
  path: '/api/people/search',
  title: '查找老人',
  permission: 'people.read',
  scope: ({ body }) => body.division ?? 'own',
  rate: 'search',
  body: z.strictObject({
    idNumber: z.string().trim().min(1, '请填写证件号码').max(60).optional().meta({ title: '证件号码' }),
    lastFour: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[0-9A-Z]{4}$/, '请填写证件号码的最后四位')
      .optional()
      .meta({ title: '证件末四位' }),
    name: z.string().trim().min(1, '请填写姓名').max(50).optional().meta({ title: '姓名开头' }),
    division: division.optional(),
    page: z.int().min(1).max(LAST_PAGE, '请缩小查找范围').default(1).meta({ title: '页' }),
  }),
  reply: z.object({
    persons: z.array(foundSchema),
    page: z.int(),
    pageSize: z.int(),
    hasMore: z.boolean(),
  }),
});
