import { DEFAULT_HOST, DEFAULT_PORT, DEMONSTRATIONS, readConfig } from '#server/config.ts';
import { serve } from '#server/main.ts';
import { stopSignal } from '#server/stop-signal.ts';
import { oneOf, readArguments, wholeNumber } from './arguments.ts';
import { print, tell } from './output.ts';
import { LARGEST_SIZE } from './population.ts';

export async function start(args: string[]): Promise<void> {
  const { values } = readArguments(
    args,
    {
      data: { type: 'string' },
      demo: { type: 'string' },
      size: { type: 'string' },
      seed: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
    },
    [0, 0],
  );
  const options = {
    config: readConfig(values.data),
    filling: {
      demo: values.demo === undefined ? undefined : oneOf(values.demo, '--demo', DEMONSTRATIONS),
      size: values.size === undefined ? undefined : wholeNumber(values.size, '--size', 1, LARGEST_SIZE),
      seed: values.seed === undefined ? undefined : wholeNumber(values.seed, '--seed', 0, 2 ** 32 - 1),
    },
    host: values.host ?? DEFAULT_HOST,
    port: values.port === undefined ? DEFAULT_PORT : wholeNumber(values.port, '--port', 0, 65_535),
  };
  await serve(options, { result: print, progress: tell }, stopSignal());
}
