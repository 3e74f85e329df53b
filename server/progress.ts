export type Listener = (line: string) => void;

/** What is going on, one line at a time, to the terminal and to every command that waits for an answer. */
export type Progress = {
  say: (line: string) => void;
  listen: (listener: Listener) => () => void;
  /** The last line said, for the page shown while the system prepares itself. */
  latest: () => string;
};

export function createProgress(terminal: Listener): Progress {
  const listeners = new Set<Listener>([terminal]);
  let last = '';
  return {
    say: (line) => {
      last = line;
      for (const listener of listeners) listener(line);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    latest: () => last,
  };
}
