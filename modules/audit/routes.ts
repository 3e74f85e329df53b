import type { FastifyInstance } from 'fastify';
import { type ProofKeys, proveEntry } from '#platform/audit/prove-entry.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { queryableOf } from '#platform/db/queryable.ts';
import { type Edge, serve, serveStream } from '#platform/http/serve.ts';
import * as contract from './contract.ts';
import { exportEntries, type ListsOf, readEntries, readEntry } from './entry.list.ts';
import { findPerson } from './find-person.ts';
import { exportWhomSaw, readWhomSaw, readWhoSaw } from './seen.list.ts';
import { readState } from './state.page.ts';

export type AuditRouteDeps = { keys: Keys; proof: ProofKeys; listsOf: ListsOf };

/** Every reading is put on record: without a purpose of its own it is the audit administrator's duty. */
const PURPOSE = '查阅审计';

/** The audit administrator's routes. */
export function registerAuditSearch(app: FastifyInstance, edge: Edge, deps: AuditRouteDeps): void {
  const { keys, proof, listsOf } = deps;
  serve(app, edge, contract.searchEntries, async (ctx, { query }, { about, subject }) => {
    subject(filterWords(query));
    about({ purpose: PURPOSE, persons: personsIn(query) });
    return readEntries(ctx, listsOf, query);
  });
  serve(app, edge, contract.showEntry, async (ctx, { params }, { about, subject }) => {
    subject(`第 ${params.entryNo} 行`);
    about({ purpose: PURPOSE });
    return readEntry(ctx, params.entryNo);
  });
  serve(app, edge, contract.proveEntry, async (ctx, { params }, { about, subject }) => {
    subject(`第 ${params.entryNo} 行`);
    about({ purpose: PURPOSE });
    return (await proveEntry(queryableOf(ctx.db), proof, params.entryNo)) ?? contract.refuse('audit.no-entry');
  });
  serve(app, edge, contract.findPerson, async (ctx, { body }, { about }) => {
    const found = await findPerson(ctx, keys, body.idNumber);
    about({ purpose: body.purpose, persons: [found.personNo] });
    return found;
  });
  serve(app, edge, contract.whoSawPerson, async (ctx, { query }, { about, subject }) => {
    subject(filterWords(query));
    about({ purpose: PURPOSE, persons: personsIn(query) });
    return readWhoSaw(ctx, listsOf, query);
  });
  serve(app, edge, contract.whomAccountSaw, async (ctx, { query }, { about, subject }) => {
    subject(filterWords(query));
    const seen = await readWhomSaw(ctx, query);
    about({ purpose: PURPOSE, persons: seen.persons.map(({ personNo }) => personNo) });
    return seen;
  });
  serve(app, edge, contract.showAuditState, async (ctx, _input, { about }) => {
    about({ purpose: PURPOSE });
    return readState(ctx);
  });
  registerExports(app, edge, listsOf);
}

function registerExports(app: FastifyInstance, edge: Edge, listsOf: ListsOf): void {
  serveStream(
    app,
    edge,
    contract.exportEntries,
    () => '审计.csv',
    (ctx, { query }) => exportEntries(ctx, listsOf, query),
    async (_ctx, { query }) => ({ purpose: PURPOSE, persons: personsIn(query) }),
  );
  serveStream(
    app,
    edge,
    contract.exportWhomAccountSaw,
    () => '看过的人.csv',
    (ctx, { query }) => exportWhomSaw(ctx, query),
    async () => ({ purpose: PURPOSE }),
  );
}

function personsIn({ person }: { person?: number | undefined }): number[] | undefined {
  return person === undefined ? undefined : [person];
}

/** 条件 as it stands in the audit of the reading. */
function filterWords(query: Record<string, unknown>): string {
  const words = Object.entries(query).filter(([name, value]) => value !== undefined && name !== 'page');
  return words.map(([name, value]) => `${name}=${String(value)}`).join(' ') || '全部';
}
