import { Refusal } from '#platform/refusal/refusal.ts';

/** Aborted by Ctrl-C, by `stop`, or when the terminal goes away. From here on these no longer end the process by themselves. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort());
  // Under nohup the output is not a terminal; Node forgets that the signal was to be ignored.
  process.on('SIGHUP', () => process.stdout.isTTY && controller.abort());
  return controller.signal;
}

/** The work's result, or a refusal as soon as we are told to stop; the caller then closes what it opened. */
export function unlessStopped<T>(stopped: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Refusal('stopped', 409, '已停止，没有做完。可以重新执行同一命令。', {}));
    if (stopped.aborted) stop();
    stopped.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject);
  });
}
