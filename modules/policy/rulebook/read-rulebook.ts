import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findDivision } from '#modules/places/index.ts';
import type { Rulebook } from '../rule.ts';
import { checkAreas, checkBandEdges, checkFloors, type Entry } from './check-bands.ts';
import { checkFolder, checkStatus, checkVersionDates } from './check-file.ts';
import { checkStackedFiles, checkSuperiorsCurrent } from './check-references.ts';
import type { CheckReport } from './check-report.ts';
import { countRules } from './count-rules.ts';
import type { Problem } from './problem.ts';
import { type FileContent, readRuleFile } from './read-file.ts';
import { resolver } from './resolve.ts';
import { type RuleDocument, ruleDocumentOf } from './rule-document.ts';
import { rulebookOf } from './rulebook-of.ts';
import { checkExamples, decideWith } from './run-examples.ts';

/** Beside the law: code lists are read by nobody here, examples are a rulebook of their own. */
const NOT_LAW = ['lists', 'examples'];

export type ReadRulebook = { rulebook: Rulebook; documents: RuleDocument[]; report: CheckReport };

/**
 * 读规则库: all rule files below `dir` → what the engines see, what screens show, and what is wrong. Never throws for a wrong
 * file; whoever runs money refuses a report with errors. `runExamples: false` reads faster and checks everything else.
 */
export function readRulebook(dir: string, options: { runExamples?: boolean } = {}): ReadRulebook {
  const started = performance.now();
  const errors: Problem[] = [];
  const warnings: Problem[] = [];
  const paths = existsSync(dir) ? filesBelow(dir, errors) : [];
  if (paths.length === 0) {
    errors.push({ file: dir, line: 1, field: '', message: '这个文件夹里没有规则文件（.yaml）；请核对路径。' });
  }
  const contents = paths.flatMap((path) => {
    const content = readRuleFile(path, readFileSync(join(dir, path)), errors, warnings);
    return content ? [content] : [];
  });
  const knowsDivision = (code: string) => findDivision(code) !== undefined;
  for (const content of contents) {
    checkFolder(content, knowsDivision);
    checkVersionDates(content);
  }
  const entries = resolveAll(contents);
  for (const entry of entries) {
    checkStatus(entry.content, entry.resolved);
    checkBandEdges(entry);
  }
  checkFloors(entries);
  checkAreas(entries);
  checkStackedFiles(entries);
  checkSuperiorsCurrent(entries);
  const rulebook = rulebookOf(contents, entries);
  if (options.runExamples !== false) {
    // A file with a mistake would only repeat it in every example.
    const wrong = new Set(errors.map(({ file }) => file));
    for (const { content, resolved } of entries) if (resolved.broken) wrong.add(content.path);
    const sound = contents.filter(({ path }) => !wrong.has(path));
    checkExamples(
      sound,
      entries.filter(({ content }) => sound.includes(content)),
      decideWith(rulebook),
      knowsDivision,
    );
  }
  return {
    rulebook,
    documents: contents.map((content) => ruleDocumentOf(content, entries)),
    report: {
      files: contents.length,
      versions: entries.length,
      drafts: rulebook.files.reduce((sum, file) => sum + file.draftSpans.length, 0),
      examples: contents.reduce((sum, { written }) => sum + (written.examples?.length ?? 0), 0),
      rules: countRules(rulebook),
      errors: inOrder(errors),
      warnings: inOrder(warnings),
      ms: Math.round(performance.now() - started),
    },
  };
}

/** 查规则库: the report with every example run. The invented rules below `examples` are checked as well and not counted. */
export function checkRulebook(dir: string): CheckReport {
  const { report } = readRulebook(dir);
  const examples = join(dir, 'examples');
  if (!existsSync(examples)) return report;
  const invented = readRulebook(examples).report;
  const inFolder = invented.errors.map((problem) => ({ ...problem, file: `examples/${problem.file}` }));
  return { ...report, errors: [...report.errors, ...inFolder], ms: report.ms + invented.ms };
}

function resolveAll(contents: readonly FileContent[]): Entry[] {
  const resolve = resolver(new Map(contents.map((content) => [content.file, content])));
  return contents.flatMap((content) =>
    content.versions.map((version) => ({ content, resolved: resolve(content, version) })),
  );
}

function filesBelow(dir: string, errors: Problem[], inside = ''): string[] {
  const paths: string[] = [];
  for (const entry of readdirSync(join(dir, inside), { withFileTypes: true })) {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) {
      if (inside !== '' || !NOT_LAW.includes(entry.name)) paths.push(...filesBelow(dir, errors, path));
    } else if (entry.isFile() && entry.name.endsWith('.yaml')) paths.push(path);
    else if (entry.name !== 'README.md') {
      errors.push({ file: path, line: 1, field: '', message: '规则库里只放 .yaml 规则文件；请改扩展名或移走。' });
    }
  }
  return paths.sort();
}

function inOrder(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
