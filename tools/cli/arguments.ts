import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type MonthNo, parseMonth } from '#platform/month/month.ts';

/** The command was typed wrongly: usage to standard error, exit 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>>;

/** Strict reading: an unknown option, a missing value or one argument too many is a usage error. */
export function readArguments<T extends Options>(
  args: string[],
  options: T,
  positionals: [min: number, max: number],
): Parsed<T> {
  const parsed = parse(args, options);
  const { length } = parsed.positionals;
  if (length < positionals[0]) throw new UsageError('缺少参数。');
  if (length > positionals[1]) throw new UsageError(`多余的参数：${parsed.positionals[positionals[1]]}。`);
  return parsed;
}

function parse<T extends Options>(args: string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(parseSentence(error as NodeJS.ErrnoException, args));
  }
}

function parseSentence({ code, message }: NodeJS.ErrnoException, args: string[]): string {
  const option = /'(-[^' ]+)/.exec(message)?.[1] ?? args.join(' ');
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `不认识的选项 ${option}。`;
  return `选项 ${option} 缺少值，或不应带值。`;
}

export function wholeNumber(text: string, option: string, from: number, to: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new UsageError(`${option} 应为 ${from} 到 ${to} 的整数，不能是“${text}”。`);
}

/** A month as typed, checked; a missing one is a usage error too. */
export function monthArgument(text: string | undefined): string {
  if (text === undefined) throw new UsageError('缺少 --month。');
  const month: MonthNo | undefined = parseMonth(text);
  if (month === undefined) throw new UsageError(`--month 应为 YYYY-MM（例如 2023-08），不能是“${text}”。`);
  return text;
}

export function oneOf<T extends string>(text: string, option: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new UsageError(`${option} 应为 ${choices.join('、')} 之一，不能是“${text}”。`);
  return found;
}
