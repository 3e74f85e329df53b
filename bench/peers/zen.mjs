// 对照测算: zen-engine on the persons that bench/zen-input.ts wrote: node zen.mjs FILE, or the same lines on standard input.
// Prints { persons, cpuMsPerPerson, equal }. Only evaluating is timed: neither reading, nor JSON, nor compiling the tables.
import { readFileSync } from 'node:fs';
import { ZenDecisionContent, ZenEngine } from '@gorules/zen-engine';

const WARM_UP = 2_000;
// Many at once: waiting for one after another would charge zen-engine for a thread change per person.
const AT_ONCE = 256;

const [tables, ...persons] = readFileSync(process.argv[2] ?? 0, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const engine = new ZenEngine();
const decisions = new Map(
  Object.entries(tables).map(([county, table]) => [county, engine.createDecision(new ZenDecisionContent(table))]),
);

await evaluateAll(persons.slice(0, WARM_UP));
const before = process.cpuUsage();
const results = await evaluateAll(persons);
const { user, system } = process.cpuUsage(before);

const equal = persons.every(({ expectedFen }, index) => fenOf(results[index]) === expectedFen);
const cpuMsPerPerson = persons.length === 0 ? 0 : (user + system) / 1000 / persons.length;
console.log(JSON.stringify({ persons: persons.length, cpuMsPerPerson, equal }));
engine.dispose();

async function evaluateAll(some) {
  const found = [];
  for (let at = 0; at < some.length; at += AT_ONCE) {
    const batch = some.slice(at, at + AT_ONCE).map(({ county, facts }) => decisions.get(county).evaluate(facts));
    found.push(...(await Promise.all(batch)));
  }
  return found.map(({ result }) => result);
}

/** A table that takes the first row gives one row or nothing; one that collects gives a list. */
function fenOf(result) {
  return [result].flat().reduce((sum, row) => sum + (row?.fen ?? 0), 0);
}
