import { yuanFromFen } from '#platform/money/money.ts';

/** The result: standard output carries nothing else. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Progress and advice. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

export function yuan(amountFen: number): string {
  return `${yuanFromFen(amountFen)} 元`;
}
