import { parseDay } from '#platform/month/month.ts';
import { type Problem, problem } from './contract.ts';

/** What may be wrong in the number of a genuine document: its check digit, or the day of birth written in it. */
export type NumberFault = 'check-digit' | 'birth';

/** 证件例外: somebody has verified that a document is genuine although its number is wrong. `verifiedOn` 'YYYY-MM-DD'. */
export type DocumentException = {
  wrong: NumberFault;
  /** 证明文号 */
  certificate: string;
  verifiedBy: string;
  verifiedOn: string;
};

const LONGEST = 100;

/** 例外核验: all four parts are named, the day not after `today`. */
export function checkException(exception: DocumentException, today: string): Problem | undefined {
  const { wrong, certificate, verifiedBy, verifiedOn } = exception;
  const isComplete =
    (wrong === 'check-digit' || wrong === 'birth') &&
    isWritten(certificate) &&
    isWritten(verifiedBy) &&
    parseDay(verifiedOn) !== undefined &&
    verifiedOn <= today;
  return isComplete ? undefined : problem('people.exception-incomplete');
}

function isWritten(text: string): boolean {
  return text.trim() !== '' && text.length <= LONGEST && text.isWellFormed() && !/\p{Cc}/u.test(text);
}

/** Which verification could excuse this problem, if any. */
export function faultOf({ code }: Problem): NumberFault | undefined {
  if (code === 'people.id-check-digit') return 'check-digit';
  return code === 'people.id-birth' || code === 'people.id-birth-differs' ? 'birth' : undefined;
}
