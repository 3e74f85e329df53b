import type { FastifyInstance } from 'fastify';
import type { FilePlace } from '#platform/files/file-store.ts';
import type { Edge } from '#platform/http/serve.ts';
import { registerAccessQuestionRoutes } from './access-question/access-question-routes.ts';
import type { ListsOf } from './access-question/entry-shown.ts';
import { registerMandateRoutes } from './mandate/mandate-routes.ts';
import { registerPersonRoutes } from './person-routes.ts';
import { registerPortalRoutes } from './portal/portal-routes.ts';
import { portalUser } from './portal/portal-user.ts';
import { serveForPerson } from './portal/serve-portal.ts';
import { serveForResident } from './stay/serve-resident.ts';
import { registerOwnStays, registerResidentRoutes, registerStayDesk } from './stay/stay-routes.ts';

export type PeopleDeps = {
  files: FilePlace;
  /** The lists that a person ever stood on; handed in by whoever keeps lists. */
  listsOf: ListsOf;
};

/** What other modules' routes about one person need: the edge that knows citizens alone, and how a family's and an institution's look is served. */
export type Portal = {
  edge: Edge;
  serveForPerson: typeof serveForPerson;
  serveForResident: typeof serveForResident;
};

/**
 * Staff's routes about persons, mandates and questions, and the portal's. The portal's own edge
 * reads the portal's cookie alone, so that no official and no citizen is taken for the other.
 */
export function registerPeopleRoutes(app: FastifyInstance, edge: Edge, { files, listsOf }: PeopleDeps): Portal {
  const { db, now, https } = edge;
  const portal: Edge = { ...edge, whoIs: (request) => portalUser(request, db, files.keys, now(), https) };
  registerPersonRoutes(app, edge, files.keys);
  registerMandateRoutes(app, edge, files);
  registerAccessQuestionRoutes(app, edge, files.keys, listsOf);
  registerPortalRoutes(app, portal, files, listsOf);
  registerResidentRoutes(app, edge, files.keys);
  registerStayDesk(app, edge, files.keys);
  registerOwnStays(app, portal);
  return { edge: portal, serveForPerson, serveForResident };
}
