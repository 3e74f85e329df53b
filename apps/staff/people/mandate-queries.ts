import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  listAccessQuestions,
  listMandates,
  type MandateWay,
  type QuestionStatus,
  type Standing,
  showAccessQuestion,
  showMandate,
  showMandateText,
  showProof,
} from '#modules/people/contract.ts';
import { call } from '#platform/contract/call.ts';

export const MANDATES_KEY = ['people', 'mandates'];
export const QUESTIONS_KEY = ['people', 'access-questions'];

export type MandateFilter = { standing?: Standing | undefined; way?: MandateWay | undefined };

export const mandatesQuery = (filter: MandateFilter, page: number) =>
  queryOptions({
    queryKey: [...MANDATES_KEY, 'list', filter, page],
    queryFn: () => call(listMandates, { query: { ...filter, page } }),
    placeholderData: keepPreviousData,
  });

export const mandateQuery = (mandateNo: number) =>
  queryOptions({
    queryKey: [...MANDATES_KEY, mandateNo],
    queryFn: () => call(showMandate, { params: { mandateNo } }),
  });

/** Asked for only when somebody wants to see it, like a proof: each look is on record, and nothing is kept here. */
export const mandateTextQuery = (mandateNo: number) =>
  queryOptions({
    queryKey: [...MANDATES_KEY, mandateNo, 'text'],
    queryFn: () => call(showMandateText, { params: { mandateNo } }),
    gcTime: 0,
  });

export const proofQuery = (mandateNo: number, proofNo: number) =>
  queryOptions({
    queryKey: [...MANDATES_KEY, mandateNo, 'proof', proofNo],
    queryFn: () => call(showProof, { params: { mandateNo, proofNo } }),
    gcTime: 0,
  });

export const questionsQuery = (status: QuestionStatus | undefined, page: number) =>
  queryOptions({
    queryKey: [...QUESTIONS_KEY, 'list', status, page],
    queryFn: () => call(listAccessQuestions, { query: { status, page } }),
    placeholderData: keepPreviousData,
  });

export const questionQuery = (questionNo: number) =>
  queryOptions({
    queryKey: [...QUESTIONS_KEY, questionNo],
    queryFn: () => call(showAccessQuestion, { params: { questionNo } }),
  });
