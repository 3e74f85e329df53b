import type { AnyRoute } from '../contract/route.ts';
import { minuteInWords } from '../month/month.ts';
import { Refusal } from '../refusal/refusal.ts';

/** 接口类别: what one caller may do so and so often. */
export type RouteClass = 'entry' | 'search' | 'export' | 'ordinary';
type Window = { most: number; seconds: number };

const MINUTE = 60;
const DAY = 86_400;
/** Far above what a person does, far below what a program that copies everything needs (B-86). Data, one place. */
export const LIMITS: Record<RouteClass, readonly Window[]> = {
  entry: [{ most: 30, seconds: MINUTE }],
  // A county's older people by guessing the last four signs (11,000 of them) would take three weeks.
  search: [
    { most: 120, seconds: MINUTE },
    { most: 500, seconds: DAY },
  ],
  export: [
    { most: 10, seconds: MINUTE },
    { most: 200, seconds: DAY },
  ],
  ordinary: [{ most: 600, seconds: MINUTE }],
};
/** Callers remembered at once; beyond, those whose time is over are forgotten. */
const MOST_CALLERS = 100_000;

/** Signing in and whatever else nobody is signed in for; what takes lists out; what finds people; all else. */
export function classOf({ method, permission, stream, rate }: AnyRoute): RouteClass {
  if (stream !== undefined) return 'export';
  if (permission === 'public' && method !== 'GET') return 'entry';
  return rate ?? 'ordinary';
}

export type Limit = (route: AnyRoute, caller: string) => void;

/** 限流: counts calls per caller (account, or address) and class; refuses what is too much, with the seconds to wait. */
export function createLimit(now: () => Date, limits: typeof LIMITS = LIMITS): Limit {
  const counts = new Map<string, { count: number; until: number }>();
  return (route, caller) => {
    const at = now().getTime();
    const kind = classOf(route);
    if (counts.size > MOST_CALLERS) forgetOver(counts, at);
    const windows = limits[kind].map((window) => ({ ...window, key: `${kind} ${window.seconds} ${caller}` }));
    for (const { most, key } of windows) {
      const seen = counts.get(key);
      if (seen && seen.until > at && seen.count >= most) refuseTooMany(kind, at, seen.until);
    }
    for (const { seconds, key } of windows) {
      const seen = counts.get(key);
      if (seen && seen.until > at) seen.count += 1;
      else counts.set(key, { count: 1, until: at + seconds * 1_000 });
    }
  };
}

function forgetOver(counts: Map<string, { until: number }>, at: number): void {
  for (const [key, { until }] of counts) if (until <= at) counts.delete(key);
}

const WHAT: Record<RouteClass, string> = {
  entry: '操作太频繁',
  search: '查询次数已到上限',
  export: '导出次数已到上限',
  ordinary: '操作太频繁',
};

function refuseTooMany(kind: RouteClass, at: number, until: number): never {
  const seconds = Math.ceil((until - at) / 1_000);
  const when = seconds > 90 ? `请在${minuteInWords(until)}以后再办` : `请过${seconds}秒再试`;
  const sentence = `${WHAT[kind]}，没有办理。${when}；确有需要的，请联系本单位管理员。`;
  throw new Refusal('too-many', 429, sentence, { retryAfterSeconds: seconds });
}
