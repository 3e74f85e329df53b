import type { FastifyInstance } from 'fastify';
import type { AnyDb } from '../db/own.ts';
import { queryableOf } from '../db/queryable.ts';
import { csvLine, UTF8_MARK } from '../http/csv.ts';
import { type Edge, serve, serveStream } from '../http/serve.ts';
import { exceptionOf, protectionOf, readClassification } from './classify.ts';
import { type ClassifiedShown, exportClassification, PROTECTION_NAMES, showClassification } from './contract.ts';
import { CONTROLS, LEVELS } from './level.ts';

export function registerClassificationRoutes(app: FastifyInstance, edge: Edge): void {
  serve(app, edge, showClassification, async ({ db }) => ({
    levels: LEVELS.map((level) => ({ level, ...CONTROLS[level] })),
    columns: await columnsOf(db),
  }));
  serveStream(
    app,
    edge,
    exportClassification,
    () => '数据分级.csv',
    async function* ({ db }) {
      yield UTF8_MARK + csvLine(['表', '列', '级别', '名称', '保护', '理由', '另有保护']);
      for (const { table, column, level, title, protection, reason, instead } of await columnsOf(db)) {
        const protectedBy = PROTECTION_NAMES[protection] ?? protection;
        yield csvLine([table, column, String(level), title, protectedBy, reason ?? '', instead ?? '']);
      }
    },
  );
}

async function columnsOf(db: AnyDb): Promise<ClassifiedShown[]> {
  return (await readClassification(queryableOf(db))).map((column) => ({
    ...{ table: column.table, column: column.column, level: column.level, title: column.title },
    protection: protectionOf(column),
    reason: exceptionOf(column)?.reason ?? null,
    instead: exceptionOf(column)?.protection ?? null,
  }));
}
