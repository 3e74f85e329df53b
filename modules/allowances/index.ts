export { explainMonth } from './explain-month.ts';
export { readLatestMonth } from './month.page.ts';
export { listsOf } from './named-list.ts';
export { importOpening, type OpeningRow, signOpening } from './opening.ts';
export { releaseComputed } from './release-computed.ts';
export { linePlaces } from './renumber-lines.ts';
export { registerAllowanceRoutes } from './routes.ts';
export type { Progress, RunDeps, RunWish } from './run-month.ts';
export { continueWork, runToTheEnd } from './run-to-the-end.ts';
