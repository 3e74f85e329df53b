import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { generate, PostgresDialect } from 'kysely-codegen';
import { connect } from '#platform/db/connect.ts';
import { migrate, readMigrations } from '#platform/db/migrate.ts';
import { startTestServer } from '#platform/testing/server.ts';
import { MODULE_ORDER } from '#server/module-order.ts';

const MIGRATIONS = new URL('../../migrations', import.meta.url).pathname;
const TARGET = new URL('../../platform/db/schema.generated.ts', import.meta.url).pathname;

/**
 * The column types every store uses, read from a database made by the migrations. Keys are `schema.table`; the types are
 * what platform/db/connect.ts parses: a day is text, int8 (fen, counts) is a number.
 */
export async function generateSchema(): Promise<string> {
  const server = await startTestServer(MIGRATIONS, MODULE_ORDER);
  const { pool, db, close } = connect({ config: server.config });
  try {
    await migrate(pool, await readMigrations(MIGRATIONS, MODULE_ORDER));
    return await generate({
      db,
      dialect: new PostgresDialect({ dateParser: 'string' }),
      excludePattern: 'public.*',
      typeMapping: { int8: 'number' },
      outFile: null,
    });
  } finally {
    await close();
    await server.stop();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const made = await generateSchema();
  if (!values.check) await writeFile(TARGET, made);
  else if ((await readFile(TARGET, 'utf8')) !== made) {
    console.error(
      'platform/db/schema.generated.ts 与迁移不一致。请执行 node_modules/.bin/node tools/schema/generate.ts 后提交。',
    );
    process.exitCode = 1;
  }
}
