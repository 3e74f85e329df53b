import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  explainMonth,
  type FilterKind,
  listLines,
  OLD_AGE_ALLOWANCE,
  type SORTS,
  showCountyMonth,
  showMonth,
  showPerson,
} from '#modules/allowances/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';

export const BENEFIT = OLD_AGE_ALLOWANCE;
const POLL_MS = 1_000;

export type MonthAnswer = Reply<typeof showMonth>;
export type CountyMonth = MonthAnswer['counties'][number];
export type Person = Reply<typeof showPerson>;

/** 本月: asked again every second while a run is under way. */
export const monthQuery = (month: string | undefined) =>
  queryOptions({
    queryKey: ['allowances', 'month', month ?? 'latest'],
    queryFn: () => call(showMonth, { query: { benefit: BENEFIT, month } }),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.run) ? POLL_MS : false),
    placeholderData: keepPreviousData,
  });

export function isUnderWay(run: MonthAnswer['run'] | undefined): boolean {
  return run !== undefined && run !== null && !run.finished && run.failed === null;
}

export const countyQuery = (month: string, county: string) =>
  queryOptions({
    queryKey: ['allowances', 'county', month, county],
    queryFn: () => call(showCountyMonth, { params: { month, county }, query: { benefit: BENEFIT } }),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? POLL_MS : false),
  });

export type LineFilter = {
  county: string;
  kind?: FilterKind | undefined;
  town?: string | undefined;
  village?: string | undefined;
  fromAge?: number | undefined;
};
export type LineOrder = { sort: (typeof SORTS)[number]; direction: 'up' | 'down'; page: number };

export const linesQuery = (month: string, filter: LineFilter, order: LineOrder) =>
  queryOptions({
    queryKey: ['allowances', 'lines', month, filter, order],
    queryFn: () => call(listLines, { params: { month }, query: { benefit: BENEFIT, ...filter, ...order } }),
    placeholderData: keepPreviousData,
  });

/** 人员, with the year of the chosen month and the year before: the strip stands still while months of it are chosen. */
export const personQuery = (personNo: number, month: string) => {
  const around = `${month.slice(0, 4)}-01`;
  return queryOptions({
    queryKey: ['allowances', 'person', personNo, around],
    queryFn: () => call(showPerson, { params: { personNo }, query: { benefit: BENEFIT, month: around } }),
    placeholderData: keepPreviousData,
  });
};

export const explanationQuery = (personNo: number, month: string) =>
  queryOptions({
    queryKey: ['allowances', 'explanation', personNo, month],
    queryFn: () => call(explainMonth, { params: { personNo, month }, query: { benefit: BENEFIT } }),
    placeholderData: keepPreviousData,
  });
