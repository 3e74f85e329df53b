import { formatDay } from '#platform/month/month.ts';
import type { Band, Basis, Origin, ParameterName, Parameters, Rulebook, RuleFile, RuleVersion } from '../rule.ts';
import type { Entry } from './check-bands.ts';
import type { FileContent } from './read-file.ts';
import type { ResolvedVersion } from './resolve.ts';
import { sha256Of } from './rule-hash.ts';

/** 规则库: what the engines see. Versions in order of their start, a correction after what it corrects; broken ones left out. */
export function rulebookOf(contents: readonly FileContent[], entries: readonly Entry[]): Rulebook {
  const byFile = new Map<FileContent, ResolvedVersion[]>();
  for (const { content, resolved } of entries) byFile.set(content, [...(byFile.get(content) ?? []), resolved]);
  const files = contents.map((content) => ruleFileOf(content, byFile.get(content) ?? []));
  files.sort((a, b) => (a.file < b.file ? -1 : 1));
  // A version's hash stands for all it says.
  const outline = files.map((file) => ({
    ...file,
    versions: file.versions.map(({ id, to, confidence, sha256 }) => ({ id, to, confidence, sha256 })),
  }));
  return { files, sha256: sha256Of(outline) };
}

function ruleFileOf(content: FileContent, resolved: readonly ResolvedVersion[]): RuleFile {
  const { written } = content;
  const inOrder = [...resolved].sort((a, b) => a.version.written.from - b.version.written.from);
  const running = inOrder.filter(
    ({ version, broken, missing }) => version.written.status === 'active' && !broken && missing.length === 0,
  );
  const drafts = inOrder.filter((each) => !running.includes(each));
  return {
    file: content.file,
    benefit: written.benefit,
    layer: written.layer,
    division: written.division,
    areas: written.areas,
    title: written.title,
    role: written.role,
    versions: running.map((each) => ruleVersionOf(content, each)),
    draftSpans: drafts.map(({ version, missing }) => ({
      from: version.written.from,
      to: version.to,
      version: version.id,
      missing,
    })),
  };
}

function ruleVersionOf(content: FileContent, { version, parameters, origins }: ResolvedVersion): RuleVersion {
  const { written } = version;
  const basis: Basis = {
    document: written.basis.document ?? null,
    title: written.basis.title,
    day: written.basis.day === undefined ? null : formatDay(written.basis.day),
    url: written.basis.url ?? null,
  };
  const law = {
    id: version.id,
    from: written.from,
    inForce: written.inForce ?? null,
    basis,
    confidence: written.confidence,
    parameters: parameters as Parameters & { bands: Band[] },
    origins: origins as Record<ParameterName, Origin>,
    ...(written.corrects ? { corrects: written.corrects } : {}),
  };
  // The end is left out of the hash: a later version ends this one without changing what it said.
  const { file, written: head } = content;
  const identity = { file, benefit: head.benefit, layer: head.layer, areas: head.areas, role: head.role };
  return { ...law, to: version.to, sha256: sha256Of({ ...identity, ...law }) };
}
