// Money is integer fen. Only this file and apps/kit know what a yuan looks like.

const YUAN = /^(0|[1-9]\d{0,11})(?:\.(\d{1,2}))?$/;

/** Reads a yuan amount written as text ('60', '60.50') into fen; undefined when it is not one (no sign, no comma). */
export function fenFromYuan(text: string): number | undefined {
  const match = YUAN.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '0').padEnd(2, '0'));
}

/** 603312 → '6,033.12'; whole yuan lose the fen: 6000 → '60'. */
export function yuanFromFen(fen: number): string {
  const sign = fen < 0 ? '-' : '';
  const abs = Math.abs(fen);
  const yuan = Math.floor(abs / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  const rest = abs % 100;
  return rest === 0 ? `${sign}${yuan}` : `${sign}${yuan}.${String(rest).padStart(2, '0')}`;
}
