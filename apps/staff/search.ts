import { z } from 'zod';
import { FILTER_KINDS, month, SORTS } from '#modules/allowances/contract.ts';
import { KINDS, OUTCOMES } from '#modules/audit/contract.ts';
import { ACCOUNT_STATES, CONFLICT_KINDS, CONFLICT_STATES, ORGANISATION_KINDS } from '#modules/identity/contract.ts';
import { MANDATE_WAYS, QUESTION_STATUSES, STANDINGS } from '#modules/people/contract.ts';
import { SEARCH_WAY_KEYS } from './people/search-way.ts';

/** What a mistyped address says wrongly is left out; the page then shows everything. */
const kept = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const wholeNumber = z.coerce.number<number>().int();
const words = z.string().trim().min(1).max(50);
const page = wholeNumber.min(1).max(100_000);
const direction = z.enum(['up', 'down']);

export const signInSearch = z.object({ back: kept(z.string()) });

/** Whatever the other system sends back. */
export const signInBackSearch = z.record(z.string(), z.string());

export const MONTH_SORTS = ['county', 'persons', 'amount'] as const;
export const monthSearch = z.object({
  month: kept(month),
  sort: kept(z.enum(MONTH_SORTS)),
  direction: kept(direction),
});

export const listSearch = z.object({
  kind: kept(z.enum(FILTER_KINDS)),
  town: kept(z.string().regex(/^\d{9}$/)),
  fromAge: kept(wholeNumber.min(0).max(130)),
  sort: kept(z.enum(SORTS)),
  direction: kept(direction),
  page: kept(page),
});
export type ListSearch = z.infer<typeof listSearch>;

export const personSearch = z.object({ month: kept(month) });

export const RULE_STATES = ['runs', 'draft', 'ended'] as const;
export const rulebookSearch = z.object({
  day: kept(z.iso.date()),
  city: kept(z.string()),
  state: kept(z.enum(RULE_STATES)),
});

export const ruleSearch = z.object({ file: z.string().catch(''), version: kept(z.string()) });

export const organisationSearch = z.object({
  search: kept(words),
  kind: kept(z.enum(ORGANISATION_KINDS)),
  division: kept(z.string().regex(/^Z?\d{6,12}$/)),
  page: kept(page),
});
export type OrganisationSearch = z.infer<typeof organisationSearch>;

export const accountSearch = z.object({
  search: kept(words),
  organisation: kept(wholeNumber.min(1)),
  state: kept(z.enum(ACCOUNT_STATES)),
  page: kept(page),
});
export type AccountSearch = z.infer<typeof accountSearch>;

export const sessionSearch = z.object({ search: kept(words), page: kept(page) });

const days = { from: kept(z.iso.date()), to: kept(z.iso.date()) };
const accountWord = z.string().trim().min(1).max(64);

export const auditSearch = z.object({
  ...days,
  account: kept(accountWord),
  post: kept(wholeNumber.min(1)),
  person: kept(wholeNumber.min(1)),
  kind: kept(z.enum(KINDS)),
  outcome: kept(z.enum(OUTCOMES)),
  action: kept(z.string().max(120)),
  page: kept(page.max(200)),
});
export type AuditSearch = z.infer<typeof auditSearch>;

export const seenSearch = z.object({
  ...days,
  account: kept(accountWord),
  person: kept(wholeNumber.min(1)),
  page: kept(page),
});
export type SeenSearch = z.infer<typeof seenSearch>;

export const reviewSearch = z.object({ state: kept(z.enum(['waiting', 'reviewed'])), page: kept(page) });

export const directorySearch = z.object({
  state: kept(z.enum(CONFLICT_STATES)),
  kind: kept(z.enum(CONFLICT_KINDS)),
  page: kept(page),
  run: kept(wholeNumber.min(1)),
  changesPage: kept(page),
});
export type DirectorySearch = z.infer<typeof directorySearch>;

export const mandateSearch = z.object({
  standing: kept(z.enum(STANDINGS)),
  way: kept(z.enum(MANDATE_WAYS)),
  page: kept(page),
});
export type MandateSearch = z.infer<typeof mandateSearch>;

export const questionSearch = z.object({ status: kept(z.enum(QUESTION_STATUSES)), page: kept(page) });

export const peopleSearch = z.object({ by: kept(z.enum(SEARCH_WAY_KEYS)), county: kept(words) });

export const matrixSearch = z.object({
  audience: kept(z.enum(['official', 'outside', 'administrator'])),
  role: kept(words),
  module: kept(words),
});
export type MatrixSearch = z.infer<typeof matrixSearch>;

export const classificationSearch = z.object({
  level: kept(wholeNumber.min(1).max(4)),
  protection: kept(words),
  schema: kept(words),
});
export type ClassificationSearch = z.infer<typeof classificationSearch>;

/** Plain words in the address: no quotes, no JSON, so that people can read and shorten it. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
