/** 结论 on somebody's looking, after the fact: it had a reason in the line of duty, or it had none. */
export const FINDINGS = ['justified', 'unjustified'] as const;
export type Finding = (typeof FINDINGS)[number];
