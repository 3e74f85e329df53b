import { formatDay } from '#platform/month/month.ts';
import { codeContains } from './area-code.ts';
import { parameterTitles } from './parameter.schema.ts';
import type { FileContent, FileVersion } from './read-file.ts';
import type { ResolvedVersion } from './resolve.ts';

/** 文件位置: folders are named <code>-<name>, each inside the one before; the last is the division of the document. */
export function checkFolder({ path, written, report }: FileContent, knowsDivision: (code: string) => boolean): void {
  const folders = path.split('/').slice(0, -1);
  let outer: string | undefined;
  for (const folder of folders) {
    const code = /^(\d{6}|Z\d{8})-[a-z0-9-]+$/.exec(folder)?.[1];
    if (code === undefined) {
      report([], `文件夹“${folder}”的名字须是“区划代码-拼音”，例如 331083-yuhuan；请改名。`);
      return;
    }
    if (outer !== undefined && (!codeContains(outer, code) || outer === code)) {
      report([], `文件夹“${folder}”不在“${outer}”的辖区里；请移到所属上级的文件夹。`);
      return;
    }
    outer = code;
  }
  if (outer !== written.division) {
    report(['division'], `文件放在 ${outer ?? '最外层'}，写的区划却是 ${written.division}；请移动文件或改代码。`);
  }
  const codes = [written.division, ...written.areas];
  for (const [index, code] of codes.entries()) {
    if (knowsDivision(code)) continue;
    report(index === 0 ? ['division'] : ['areas', index - 1], `没有代码为“${code}”的区划或功能区；请核对。`);
  }
  for (const [index, area] of written.areas.entries()) {
    if (written.areas.indexOf(area) !== index) report(['areas', index], `“${area}”写了两次；请删去一处。`);
  }
}

/** 版本衔接: no gap and no overlap between the versions of a file, save a correction of a named version. */
export function checkVersionDates({ versions, written, report }: FileContent): void {
  const plain = versions.filter((version) => !version.written.corrects).sort((a, b) => a.written.from - b.written.from);
  for (const version of versions) {
    const { from, to, inForce } = version.written;
    if (to !== undefined && to <= from)
      report([...version.path, 'to'], `截止日须晚于起始日 ${formatDay(from)}；截止日当天不再算。`);
    if (inForce !== undefined && version.to !== null && inForce > version.to) {
      report([...version.path, 'inForce'], '施行日晚于本版截止日；请核对。');
    }
    if (version.written.corrects) checkCorrection(version, versions, report);
  }
  for (const [index, version] of plain.entries()) {
    const next = plain[index + 1];
    if (!next) continue;
    const start = next.written.from;
    if (start === version.written.from) {
      report([...next.path, 'from'], `有两版都从 ${formatDay(start)} 起；更正旧版请写 corrects。`);
    } else if (version.to !== null && version.to < start) {
      report(
        [...version.path, 'to'],
        `${formatDay(version.to)} 至 ${formatDay(start - 1)} 没有任何版本；请补一版，待核就写 status: draft。`,
      );
    } else if (version.to !== null && version.to > start) {
      report(
        [...version.path, 'to'],
        `与 ${formatDay(start)} 起的一版重叠；请把截止日改为 ${formatDay(start)}，更正旧版请写 corrects。`,
      );
    }
  }
  if (written.role === 'floor' && written.layer !== 'base')
    report(['role'], '最低标准（floor）只能是 base 层；请改 role 或 layer。');
}

function checkCorrection(version: FileVersion, versions: readonly FileVersion[], report: FileContent['report']): void {
  const { corrects, from, to } = version.written;
  const corrected = versions.find(({ id }) => id === corrects?.version);
  const path = [...version.path, 'corrects', 'version'];
  if (!corrected || corrected === version) report(path, `本文件没有“${corrects?.version}”这一版可更正；请核对版本号。`);
  else if (
    from < corrected.written.from ||
    (corrected.to !== null && (to ?? Number.POSITIVE_INFINITY) > corrected.to)
  ) {
    report(
      path,
      `更正的起止须落在原版之内（${formatDay(corrected.written.from)} 起${corrected.to === null ? '' : `，${formatDay(corrected.to)} 止`}）；请改起止日。`,
    );
  }
}

/** 状态: a version that runs has every field; a draft names what is missing. */
export function checkStatus(content: FileContent, { version, missing, broken }: ResolvedVersion): void {
  if (broken) return;
  const names = missing.map((name) => `${parameterTitles[name]}（${name}）`).join('、');
  if (version.written.status === 'active' && missing.length > 0) {
    for (const name of missing) {
      content.report(
        [...version.path, 'parameters', name],
        `“${parameterTitles[name]}”没有写明；请写明、依上级（follows）或定夺（decided），否则把 status 写成 draft。`,
      );
    }
  }
  if (version.written.status === 'draft' && missing.length === 0) {
    content.warn([...version.path, 'status'], '各项已齐，仍是草稿；核对后可把 status 改成 active。');
  } else if (version.written.status === 'draft') {
    content.warn([...version.path, 'status'], `草稿，不能发放；待核：${names}。`);
  }
}
