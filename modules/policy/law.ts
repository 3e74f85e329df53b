import { type GoverningBook, governingBook } from './decide/governing-book.ts';
import type { CheckReport } from './rulebook/check-report.ts';
import { readRulebook } from './rulebook/read-rulebook.ts';
import type { RuleDocument } from './rulebook/rule-document.ts';

/** 法: the rulebook as the engines use it, the documents as the screens show them, and the hash of both. */
export type Law = { book: GoverningBook; documents: readonly RuleDocument[]; report: CheckReport };

/** Reads a rulebook folder once. Throws when any file is wrong: money is never computed from half a rulebook. */
export function openLaw(folder: string): Law {
  const { rulebook, documents, report } = readRulebook(folder, { runExamples: false });
  const first = report.errors[0];
  if (first) {
    throw new Error(
      `规则库有 ${report.errors.length} 处错误，第一处：${first.file} 第 ${first.line} 行 ${first.field}：${first.message}`,
    );
  }
  return { book: governingBook(rulebook), documents, report };
}
