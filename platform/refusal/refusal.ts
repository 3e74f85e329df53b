/** An answer, not a bug: what was asked cannot be done, said in Chinese with what to do next. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429;
  readonly details: Record<string, unknown>;
  /** A fact in itself (a wrong password): what the use case wrote before refusing is kept, and the audit says 'refused'. */
  readonly kept: boolean;
  constructor(
    code: string,
    status: Refusal['status'],
    sentence: string,
    details: Record<string, unknown>,
    kept = false,
  ) {
    super(sentence);
    this.code = code;
    this.status = status;
    this.details = details;
    this.kept = kept;
  }
}

export type RefusalTable = Record<string, { status: Refusal['status']; sentence: string; kept?: true }>;

/**
 * A module declares its refusals once in contract.ts; `{name}` in a sentence is filled from the details.
 * Returns the module's own `refuse(code, details)`, which throws.
 */
export function refusals<T extends RefusalTable>(table: T) {
  return function refuse(code: keyof T & string, details: Record<string, string | number> = {}): never {
    const entry = table[code];
    if (!entry) throw new Error(`unknown refusal ${code}`);
    const sentence = entry.sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
    throw new Refusal(code, entry.status, sentence, details, entry.kept);
  };
}
