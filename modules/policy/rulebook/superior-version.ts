import { codeContains } from './area-code.ts';
import type { Path } from './problem.ts';
import type { FileContent, FileVersion } from './read-file.ts';

export type VersionInFile = { content: FileContent; version: FileVersion };
export type Reference = { file: string; version: string };
export type FindSuperior = (from: VersionInFile, to: Reference, path: Path) => VersionInFile | undefined;

/** 上级版本: finds the version that a reference names; a wrong one is reported once for each place that writes it. */
export function superiorFinder(files: ReadonlyMap<string, FileContent>): FindSuperior {
  const found = new Map<string, VersionInFile | undefined>();
  return (from, to, path) => {
    const key = `${from.content.file}@${from.version.id}:${path.join('.')}`;
    if (!found.has(key)) found.set(key, lookUp(files, from, to, path));
    return found.get(key);
  };
}

function lookUp(
  files: ReadonlyMap<string, FileContent>,
  { content, version }: VersionInFile,
  to: Reference,
  path: Path,
): VersionInFile | undefined {
  const target = files.get(to.file);
  const superior = target?.versions.find(({ id }) => id === to.version);
  if (!target) content.report(path, `没有“${to.file}”这个规则文件（或它本身有错）；请核对路径。`);
  else if (!superior) {
    const known = target.versions.map(({ id }) => id).join('、');
    content.report(path, `${to.file} 没有“${to.version}”这一版；现有：${known}。`);
  } else if (!codeContains(target.written.division, content.written.division)) {
    content.report(path, `${to.file} 不是本级或上级的规则，不能依照；请改依上级，或写明、定夺。`);
  } else if (!overlap(version.written.from, version.to, superior.written.from, superior.to)) {
    content.report(path, `${to.file}@${to.version} 在本版有效期内不曾有效；请改依当时有效的一版，或写明、定夺。`);
  } else return { content: target, version: superior };
  return undefined;
}

function overlap(from: number, to: number | null, otherFrom: number, otherTo: number | null): boolean {
  return (otherTo === null || from < otherTo) && (to === null || otherFrom < to);
}
