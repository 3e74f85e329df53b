import { z } from 'zod';
import { firstDayOf, type MonthNo, parseMonth } from '#platform/month/month.ts';
import { daySchema, yuanSchema } from './parameter.schema.ts';

const pension = z.enum(['none', 'resident', 'employee', 'civil-servant']);
const income = z.enum(['none', 'dibao', 'dibian', 'tekun', 'low-income']);
const status = z.enum(['none', 'retired-cadre', 'army-retired']);
const ability = z.int().min(0).max(4);
const yuan = yuanSchema;

/** A county-rank code, or `outside`: registered outside the province. */
const place = z.unknown().transform((value, context) => {
  if (typeof value === 'string' && (value === 'outside' || /^(\d{4}(?!00)\d{2}|Z\d{8})$/.test(value))) return value;
  const message =
    typeof value === 'number'
      ? `区划代码须加引号写成文字，例如 '${value}'。`
      : '户籍地、居住地须写县级代码（六位数字，加引号）、功能区代码，或 outside（省外）。';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** A fact that may change: one value for the whole life, or a list of stretches [from, to). */
function changing<T extends z.ZodType>(value: T) {
  const stretch = z.strictObject({ value, from: daySchema, to: daySchema.optional(), known: daySchema.optional() });
  return z.union([value, z.array(stretch).min(1)]);
}

const hukouStretch = z.strictObject({
  division: place,
  from: daySchema,
  to: daySchema.optional(),
  kind: z.enum(['urban', 'rural', 'unknown']).optional(),
  known: daySchema.optional(),
});

const residenceStretch = z.strictObject({
  division: place,
  from: daySchema,
  to: daySchema.optional(),
  known: daySchema.optional(),
});

export const personSchema = z.strictObject({
  born: daySchema,
  died: daySchema.optional(),
  /** The day on which the person first became known here; every earlier fact counts as learned then. */
  known: daySchema.optional(),
  hukou: z.union([place, z.array(hukouStretch).min(1)]),
  residence: z.union([place, z.array(residenceStretch).min(1)]).optional(),
  pension: changing(pension).optional(),
  hardship: changing(income).optional(),
  status: changing(status).optional(),
  ability: changing(ability).optional(),
  otherMonthlyYuan: changing(yuan).optional(),
  applied: daySchema.optional(),
  confirmed: daySchema.optional(),
  suspensions: z
    .array(
      z.strictObject({
        from: daySchema,
        to: daySchema.optional(),
        /** open: still suspended; paid: lifted, the months are paid; forfeited: lifted, they are not. */
        ended: z.enum(['open', 'paid', 'forfeited']),
      }),
    )
    .optional(),
});

export type ExamplePerson = z.infer<typeof personSchema>;

/** '2023-03' or '2023-03..2023-12' → the months. */
function monthsOf(text: string): MonthNo[] | undefined {
  const [first, last = first, ...rest] = text.split('..').map((part) => parseMonth(part.trim()));
  if (first === undefined || last === undefined || rest.length > 0 || last < first || last - first > 600)
    return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const rangeSchema = z.string().transform((text, context) => {
  const months = monthsOf(text);
  if (months) return months;
  context.addIssue({ code: 'custom', message: `“${text}”不是月份范围；请写成 2023-03 或 2023-03..2023-12。` });
  return z.NEVER;
});

/** 算例: computed by hand from the document, never by this program. */
export const exampleSchema = z
  .strictObject({
    name: z.string().min(1),
    publishedBy: z.string().min(1).optional(),
    version: z.string().min(1).optional(),
    person: personSchema,
    months: rangeSchema.optional(),
    paysYuan: yuanSchema.optional(),
    pays: z.record(z.string(), yuanSchema).optional(),
  })
  .transform((example, context) => {
    const expected = expectedMonths(example, (message, path) => context.addIssue({ code: 'custom', message, path }));
    return { ...example, expected };
  });

export type Example = z.infer<typeof exampleSchema>;
/** What the example says: the sum over the months, or each month's amount. */
export type Expected = { months: MonthNo[]; sumFen: number | null; fenByMonth: Map<MonthNo, number> | null };

type WrittenExample = {
  months?: MonthNo[] | undefined;
  paysYuan?: number | undefined;
  pays?: Record<string, number> | undefined;
};

function expectedMonths(example: WrittenExample, refuse: (message: string, path: string[]) => void): Expected {
  const { months, paysYuan, pays } = example;
  const nothing = { months: [], sumFen: null, fenByMonth: null };
  if ((paysYuan === undefined) === (pays === undefined)) {
    refuse('paysYuan（合计）和 pays（逐月）须写且只写一样。', []);
    return nothing;
  }
  if (pays === undefined) {
    if (!months || paysYuan === undefined) {
      refuse('缺 months；请写合计所含的月份，例如 2023-03..2023-12。', ['months']);
      return nothing;
    }
    return { months, sumFen: paysYuan, fenByMonth: null };
  }
  const fenByMonth = new Map<MonthNo, number>();
  for (const [range, fen] of Object.entries(pays)) {
    const covered = monthsOf(range);
    if (!covered) refuse(`“${range}”不是月份；请写成 2023-03 或 2023-03..2023-12，并加引号。`, ['pays', range]);
    for (const month of covered ?? []) {
      if (fenByMonth.has(month)) refuse(`同一月份写了两次（${range}）；请只留一处。`, ['pays', range]);
      fenByMonth.set(month, fen);
    }
  }
  const listed = [...fenByMonth.keys()].sort((a, b) => a - b);
  if (months?.some((month) => !fenByMonth.has(month))) {
    refuse("months 里有的月份在 pays 里没有写；不发的月份也要写成 '0'。", ['pays']);
  }
  return { months: listed, sumFen: null, fenByMonth };
}

/** First day of the first and of the month after the last. */
export function spanOfExample({ months }: Expected): { from: number; to: number } | undefined {
  const [first, last] = [months[0], months.at(-1)];
  return first === undefined || last === undefined ? undefined : { from: firstDayOf(first), to: firstDayOf(last + 1) };
}
