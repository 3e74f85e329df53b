import { z } from 'zod';
import { personNoText } from '#modules/people/contract.ts';
import { defineRoute } from '#platform/contract/define-route.ts';
import { month, reasonSchema } from './figures.ts';

/** 住养老人当月津贴, for the institution where he lives today. */
export const showResidentMonth = defineRoute({
  method: 'GET',
  path: '/api/allowances/residents/:personNo/month',
  title: '机构查看住养老人当月津贴',
  permission: 'people.residents',
  scope: 'organisation',
  rate: 'search',
  params: z.strictObject({ personNo: personNoText }),
  reply: z.object({ thisMonth: month, sentence: z.string(), isDue: z.boolean() }),
});

/** 我的津贴, in the portal: of oneself, or of whom one has a mandate to look for. */
export const showOwnMonths = defineRoute({
  method: 'GET',
  path: '/api/allowances/portal/persons/:personNo/months',
  title: '我的津贴',
  permission: 'citizen',
  scope: 'own',
  params: z.strictObject({ personNo: personNoText }),
  reply: z.object({
    thisMonth: month,
    sentence: z.string(),
    isDue: z.boolean(),
    reasons: z.array(reasonSchema),
    months: z.array(z.object({ month, dueFen: z.int(), orderedFen: z.int(), sentence: z.string() })),
  }),
});
