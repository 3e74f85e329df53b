import type { Problem } from './problem.ts';

/** 检查结果: counts, and every problem with file, line, field and a Chinese message. Times in milliseconds. */
export type CheckReport = {
  files: number;
  versions: number;
  drafts: number;
  examples: number;
  /** 规则条数: bands × audiences, summed over the versions that can run. */
  rules: number;
  errors: Problem[];
  warnings: Problem[];
  ms: number;
};
