import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MANIFEST } from '#platform/backup/manifest.ts';
import { clusterFolder } from '#platform/embedded/cluster.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { type Config, readConfig } from '#server/config.ts';
import type { Saved } from '#server/save.ts';
import { readArguments } from './arguments.ts';
import { print, printJson, tell } from './output.ts';
import { callOwner } from './owner-call.ts';

export async function backup(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    { data: { type: 'string' }, 'with-keys': { type: 'boolean' }, json: { type: 'boolean' } },
    [1, 1],
  );
  refuseNothing(readConfig(values.data));
  const saved = await callOwner<Saved>({
    command: 'backup',
    data: values.data,
    filling: { mustExist: true },
    path: '/control/backup',
    body: { folder: resolve(positionals[0] ?? ''), withKeys: values['with-keys'] ?? false },
  });
  if (!saved.keyIncluded) {
    tell(
      `备份不含密钥。恢复时还需要密钥文件 ${saved.masterKeyFile}，请另外妥善保存一份（或用 --with-keys 一并备份）。`,
    );
  }
  if (saved.frozenMissing.length > 0) {
    tell(
      `有 ${saved.frozenMissing.length} 个冻结输入文件缺失或内容与哈希不符，不在这份备份里（清单见 ${join(saved.folder, MANIFEST)} 的 frozenMissing）。请从原来的数据文件夹或以前的备份里找回，放到数据文件夹的 frozen 里，再备份一次。`,
    );
  }
  if (saved.filesMissing.length > 0) {
    tell(
      `有 ${saved.filesMissing.length} 个上传的材料文件缺失，不在这份备份里（清单见 ${join(saved.folder, MANIFEST)} 的 filesMissing）。请从原来的数据文件夹或以前的备份里找回，放到数据文件夹的 files 里，再备份一次。`,
    );
  }
  if (values.json) printJson(saved);
  else
    print(
      `已备份到 ${saved.folder}：${saved.tables} 个表，${saved.rows} 行，${saved.frozen} 个冻结输入文件，${saved.files} 个上传的材料。`,
    );
}

/** A command on a new data folder fills it with a demonstration; a backup of that would only deceive. */
function refuseNothing({ dataDir, databaseUrl }: Config): void {
  if (databaseUrl !== undefined || existsSync(clusterFolder(dataDir))) return;
  throw new Refusal(
    'backup.nothing',
    409,
    `数据文件夹 ${dataDir} 里没有数据库，没有可备份的。请用 --data 指定正确的文件夹。`,
    {},
  );
}
