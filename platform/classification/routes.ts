import type { FastifyInstance } from 'fastify';
import { queryableOf } from '../db/queryable.ts';
import { type Edge, serve } from '../http/serve.ts';
import { exceptionOf, protectionOf, readClassification } from './classify.ts';
import { showClassification } from './contract.ts';
import { CONTROLS, LEVELS } from './level.ts';

export function registerClassificationRoutes(app: FastifyInstance, edge: Edge): void {
  serve(app, edge, showClassification, async ({ db }) => ({
    levels: LEVELS.map((level) => ({ level, ...CONTROLS[level] })),
    columns: (await readClassification(queryableOf(db))).map((column) => ({
      ...{ table: column.table, column: column.column, level: column.level, title: column.title },
      protection: protectionOf(column),
      reason: exceptionOf(column)?.reason ?? null,
      instead: exceptionOf(column)?.protection ?? null,
    })),
  }));
}
