import type { Queryable } from '../db/queryable.ts';
import type { DataKeyShown, KeyList, RotationShown } from './contract.ts';
import { selectRotationColumns } from './rotation.store.ts';

type KeyRow = {
  key_id: number;
  algorithm: string;
  state: DataKeyShown['state'];
  made_at: Date;
  retired_at: Date | null;
};
type UseRow = { key_id: number; table_name: string; column_name: string; rows: string; counted_at: Date };
type RotationRow = {
  rotation_no: number;
  asked_by: string;
  asked_at: Date;
  key_id: number | null;
  finished_at: Date | null;
};

const ROTATIONS = 10;

/** 密钥清单 with what was counted last. */
export async function readKeyList(client: Queryable): Promise<KeyList> {
  const keys = await client.query<KeyRow>(
    'select key_id, algorithm, state, made_at, retired_at from platform.data_key order by key_id desc',
  );
  const uses = await client.query<UseRow>(
    'select key_id, table_name, column_name, row_count::text as rows, counted_at from platform.data_key_use order by 2, 3',
  );
  const counted = uses.rows.length > 0;
  return {
    keys: keys.rows.map((row) => {
      const own = uses.rows.filter(({ key_id }) => key_id === row.key_id);
      return {
        keyId: row.key_id,
        algorithm: row.algorithm,
        state: row.state,
        madeAt: row.made_at.toISOString(),
        retiredAt: row.retired_at?.toISOString() ?? null,
        rows: counted ? own.reduce((sum, use) => sum + Number(use.rows), 0) : null,
        countedAt: uses.rows.map(({ counted_at }) => counted_at.toISOString()).toSorted()[0] ?? null,
        uses: own.map((use) => ({ table: use.table_name, column: use.column_name, rows: Number(use.rows) })),
      };
    }),
    rotations: await readRotations(client),
  };
}

async function readRotations(client: Queryable): Promise<RotationShown[]> {
  const { rows } = await client.query<RotationRow>(
    `select rotation_no, asked_by, asked_at, key_id, finished_at from platform.key_rotation order by 1 desc limit ${ROTATIONS}`,
  );
  const shown: RotationShown[] = [];
  for (const row of rows) {
    const columns = await selectRotationColumns(client, row.rotation_no);
    shown.push({
      rotationNo: row.rotation_no,
      askedBy: row.asked_by,
      askedAt: row.asked_at.toISOString(),
      keyId: row.key_id,
      finishedAt: row.finished_at?.toISOString() ?? null,
      done: columns.reduce((sum, { done }) => sum + done, 0),
      total: columns.reduce((sum, { total }) => sum + total, 0),
      columns: columns.map(({ table, column, done, total }) => ({ table, column, done, total })),
    });
  }
  return shown;
}
