import { yuanFromFen } from '#platform/money/money.ts';

/** 金额: integer fen → '1,033,060 元'. */
export function yuanText(amountFen: number): string {
  return `${yuanFromFen(amountFen)} 元`;
}

/** 金额 on a screen: digits of one width, never broken over two lines. */
export function Yuan({ fen }: { fen: number }) {
  return <span className="kit-number">{yuanText(fen)}</span>;
}

/** 追缴金额: stored as a negative difference, shown as the sum to be taken back. */
export function recoveryText(recoveryFen: number): string {
  return yuanText(Math.abs(recoveryFen));
}
