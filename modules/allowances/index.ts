export { explainMonth } from './explain-month.ts';
export { readLatestMonth } from './month.page.ts';
export { importOpening, type OpeningRow, signOpening } from './opening.ts';
export { releaseComputed } from './release-computed.ts';
export { placeLines, renumberLines } from './renumber-lines.ts';
export { registerAllowanceRoutes } from './routes.ts';
export type { Progress, RunDeps, RunWish } from './run-month.ts';
export { continueWork, runToTheEnd } from './run-to-the-end.ts';
