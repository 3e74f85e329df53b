/** One thing wrong in the rulebook: where it stands and, in Chinese, what is wrong and what to do. */
export type Problem = { file: string; line: number; field: string; message: string };

export type Path = readonly (string | number)[];

/** ['versions', 0, 'parameters', 'bands'] → 'versions[0].parameters.bands' */
export function fieldOf(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** Collects what is wrong in one file; a line is looked up only when something is. */
export type Report = (path: Path, message: string) => void;
