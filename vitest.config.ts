import { defineConfig } from 'vitest/config';

if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error('Node 24 is needed: run ./kangyang test, or node_modules/.bin/node node_modules/.bin/vitest run');
}
// The suite must give the same answers anywhere: KANGYANG_TEST_TZ=Asia/Shanghai runs it in another zone.
process.env.TZ = process.env.KANGYANG_TEST_TZ ?? 'UTC';

export default defineConfig({
  test: {
    globalSetup: ['tests/runtime/global-setup.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'modules',
          sequence: { groupOrder: 0 },
          include: ['{apps,modules,platform,server,tools,tests,rulebook,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**', 'bench/peers/**', 'tests/journeys/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          // After the rest, one at a time: a browser and a server need the machine to themselves.
          sequence: { groupOrder: 1 },
          include: ['tests/journeys/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
