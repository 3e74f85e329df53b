import { CallRefused } from '#platform/contract/call.ts';

export type ShownRefusal = { sentence: string; requestId: string | undefined };

/** Anything thrown → what the screen says. What is no refusal is a bug of the page, said without technical words. */
export function shownRefusal(error: unknown): ShownRefusal {
  if (error instanceof CallRefused) return { sentence: error.message, requestId: error.requestId };
  return { sentence: '页面出错了。请刷新页面再试；仍然不行时，请联系系统管理员。', requestId: undefined };
}

/** Nobody is signed in any more; a wrong password is something else. */
export function needsSignIn(error: unknown): boolean {
  return error instanceof CallRefused && error.code === 'sign-in-needed';
}

/** Worth asking again by itself: the line was cut or the server was busy starting. An answer is never asked twice. */
export function isPassing(error: unknown): boolean {
  return error instanceof CallRefused && (error.status === 0 || error.status === 502 || error.status === 503);
}
