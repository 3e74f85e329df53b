import { resolve } from 'node:path';
import { MANIFEST } from '#platform/backup/manifest.ts';
import { readConfig } from '#server/config.ts';
import { restoreDatabase } from '#server/save.ts';
import { stopSignal } from '#server/stop-signal.ts';
import { readArguments } from './arguments.ts';
import { print, tell } from './output.ts';

export async function restore(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { data: { type: 'string' }, key: { type: 'string' } }, [1, 1]);
  const { tables, rows, frozen, frozenMissing, files, filesMissing } = await restoreDatabase(readConfig(values.data), {
    from: resolve(positionals[0] ?? ''),
    keyFile: values.key === undefined ? undefined : resolve(values.key),
    report: tell,
    stopped: stopSignal(),
  });
  if (frozenMissing.length > 0) {
    tell(
      `做备份时就缺少 ${frozenMissing.length} 个冻结输入文件（清单见备份的 ${MANIFEST} 的 frozenMissing），其余都已恢复。请从更早的备份里找回，放到数据文件夹的 frozen 里。`,
    );
  }
  if (filesMissing.length > 0) {
    tell(
      `做备份时就缺少 ${filesMissing.length} 个上传的材料文件（清单见备份的 ${MANIFEST} 的 filesMissing），其余都已恢复。请从更早的备份里找回，放到数据文件夹的 files 里。`,
    );
  }
  print(
    `已恢复：${tables} 个表，${rows} 行，${frozen} 个冻结输入文件，${files} 个上传的材料。现在可以执行 ./kangyang start。`,
  );
}
