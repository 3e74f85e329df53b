/** 外部身份: what another system says of somebody who signed in there. It gives no right by itself. */
export type ExternalIdentity = {
  /** The other system's own lasting number of him. */
  subject: string;
  displayName: string | undefined;
  /** 工号 in the office directory. */
  employeeCode: string | undefined;
  /** Level 4: handed on to who looks the person up, never kept and never logged. */
  idNumber: string | undefined;
  phone: string | undefined;
  /** The other system asked for two factors, and the configuration says that its word counts. */
  hasSecondFactor: boolean;
};

export type SignInProblem =
  | 'refused' // the ticket or code is wrong, used, too old, or of somebody without a verified name
  | 'unreachable' // nobody answered in time
  | 'unreadable' // an answer, but not the one agreed on
  | 'misconfigured'; // our key or signature is not accepted

/** 外部登录没有成: the message says which problem and nothing of the ticket, the code or the person. */
export class ExternalSignInError extends Error {
  readonly problem: SignInProblem;
  constructor(problem: SignInProblem, cause?: unknown) {
    super(`external sign-in: ${problem}`, { cause });
    this.problem = problem;
  }
}
