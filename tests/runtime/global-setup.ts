import type { TestProject } from 'vitest/node';
import { startTestServer } from '#platform/testing/server.ts';
import { MODULE_ORDER } from '#server/module-order.ts';

/** One PostgreSQL for the whole run; each worker clones its own database from the migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer(new URL('../../migrations', import.meta.url).pathname, MODULE_ORDER);
  project.provide('postgres', server.config);
  return server.stop;
}
