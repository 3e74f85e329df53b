/** 上下级 by code alone: does `outer` contain `inner` (a division contains itself)? A zone lies in the city its code names. */
export function codeContains(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  if (outer.startsWith('Z')) return false;
  const prefix = outer.endsWith('0000') ? outer.slice(0, 2) : outer.endsWith('00') ? outer.slice(0, 4) : outer;
  return (inner.startsWith('Z') ? inner.slice(1, 7) : inner).startsWith(prefix);
}

/** 'county' | 'city' | 'province' by the form of the code; a zone is county-rank. */
export function rankOf(code: string): 'province' | 'city' | 'county' {
  if (code.startsWith('Z')) return 'county';
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') ? 'city' : 'county';
}

/** 'Z33010001' → '330100'; '330114' → '330100'. */
export function cityOf(code: string): string {
  return `${(code.startsWith('Z') ? code.slice(1) : code).slice(0, 4)}00`;
}

export function provinceOf(code: string): string {
  return `${(code.startsWith('Z') ? code.slice(1) : code).slice(0, 2)}0000`;
}
