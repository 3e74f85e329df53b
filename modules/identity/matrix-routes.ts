import type { FastifyInstance } from 'fastify';
import { csvLine, UTF8_MARK } from '#platform/http/csv.ts';
import { type Edge, serve, serveStream } from '#platform/http/serve.ts';
import { MARK_SIGNS, matrixOf } from './matrix.ts';
import { exportMatrix, showMatrix } from './matrix-contract.ts';
import { ROLE_TABLE, ROLES } from './role.ts';

/** 权限表, of every route that this edge serves by the time it is asked. */
export function registerMatrixRoutes(app: FastifyInstance, edge: Edge): void {
  const rows = () => matrixOf(edge.declared ?? []);
  serve(app, edge, showMatrix, async () => ({
    roles: ROLES.map((role) => ({ role, name: ROLE_TABLE[role].name, audience: ROLE_TABLE[role].audience })),
    routes: rows(),
  }));
  serveStream(
    app,
    edge,
    exportMatrix,
    () => '权限表.csv',
    async function* () {
      const roles = ROLES.map((role) => ROLE_TABLE[role].name);
      yield UTF8_MARK + csvLine(['接口', '方法', '地址', '涉及地域', '权限', '再次核对', ...roles]);
      for (const { title, method, path, place, permissionName, isDangerous, marks } of rows()) {
        const again = isDangerous ? '要' : '';
        yield csvLine([title, method, path, place, permissionName, again, ...marks.map((mark) => MARK_SIGNS[mark])]);
      }
    },
  );
}
