import { formatDay } from '#platform/month/month.ts';
import type { Entry } from './check-bands.ts';

/** 替代: the files a rule replaces must exist. */
export function checkStackedFiles(entries: readonly Entry[]): void {
  const files = new Set(entries.map(({ content }) => content.file));
  for (const { content, resolved } of entries) {
    const { stacking } = resolved.parameters;
    const field = resolved.version.fields.get('stacking');
    if (stacking?.type !== 'replaces' || field?.kind !== 'value') continue;
    for (const [index, file] of stacking.files.entries()) {
      if (files.has(file)) continue;
      content.report([...field.path, 'files', index], `没有“${file}”这个规则文件；请核对被替代规则的路径。`);
    }
  }
}

/** 上级换版: a version that goes on following one that has ended is worth a second look. */
export function checkSuperiorsCurrent(entries: readonly Entry[]): void {
  const ends = new Map(
    entries.map(({ content, resolved }) => [`${content.file}@${resolved.version.id}`, resolved.version.to]),
  );
  for (const { content, resolved } of entries) {
    const { version } = resolved;
    const seen = new Set<string>();
    for (const field of version.fields.values()) {
      if (field.kind !== 'follows') continue;
      const key = `${field.file}@${field.version}`;
      const end = ends.get(key);
      if (seen.has(key) || end === undefined || end === null || (version.to !== null && version.to <= end)) continue;
      seen.add(key);
      content.warn(field.path, `所依的 ${key} 已于 ${formatDay(end)} 截止；请确认是否改依新版。`);
    }
  }
}
