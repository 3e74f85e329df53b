import { monthArgument, readArguments, UsageError } from './arguments.ts';
import { print, printJson, yuan } from './output.ts';
import { callOwner } from './owner-call.ts';

type Totals = { persons: number; amountFen: number; backPayPersons: number; backPayFen: number; recoveryFen: number };
type Kind = 'new' | 'stopped' | 'reduced' | 'changed' | 'backPay' | 'recovery' | 'unchanged';
type ByKind = Record<Kind, { persons: number; amountFen: number }>;
type Town = { code: string; name: string; persons: number; amountFen: number };
type RunReply = { month: string; cutOff: string; totals: Totals } & (
  | { county: string; byTown: Town[]; byKind: ByKind; sha256: string }
  | { counties: { code: string; name: string; totals: Totals; byKind: ByKind; sha256: string }[] }
);

const KIND_NAMES: Record<Kind, string> = {
  new: '新增',
  stopped: '停发',
  reduced: '减发',
  changed: '变更',
  backPay: '补发',
  recovery: '追缴',
  unchanged: '不变',
};

/** 津贴发放: computes a month's lists; `--release` makes them count. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    {
      data: { type: 'string' },
      month: { type: 'string' },
      benefit: { type: 'string' },
      county: { type: 'string' },
      release: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    [1, 1],
  );
  if (positionals[0] !== 'allowances') throw new UsageError(`run 之后应为 allowances，不能是“${positionals[0]}”。`);
  if (values.county !== undefined && !/^(\d{6}|Z\d{8})$/.test(values.county)) {
    throw new UsageError(`--county 应为六位区划代码（例如 331083），不能是“${values.county}”。`);
  }
  const body = {
    month: monthArgument(values.month),
    benefit: values.benefit,
    county: values.county,
    release: values.release ?? false,
  };
  const reply = await callOwner<RunReply>({
    command: 'run',
    data: values.data,
    filling: {},
    path: '/control/run',
    body,
  });
  if (values.json) printJson(reply);
  else print(describe(reply));
}

function describe(reply: RunReply): string {
  const head = `${reply.month} 清册（截止 ${reply.cutOff}）：${describeTotals(reply.totals)}`;
  if ('counties' in reply) {
    return [
      head,
      ...reply.counties.map(({ code, name, totals }) => `  ${code} ${name}：${describeTotals(totals)}`),
    ].join('\n');
  }
  const towns = reply.byTown.map(
    ({ code, name, persons, amountFen }) => `  ${code} ${name}：${persons} 人，${yuan(amountFen)}`,
  );
  const kinds = (Object.keys(KIND_NAMES) as Kind[]).map(
    (kind) => `${KIND_NAMES[kind]} ${reply.byKind[kind].persons} 人`,
  );
  return [head, ...towns, kinds.join('，'), `清册校验值 ${reply.sha256}`].join('\n');
}

function describeTotals({ persons, amountFen, backPayPersons, backPayFen, recoveryFen }: Totals): string {
  const backPay = backPayPersons > 0 ? `；补发 ${backPayPersons} 人 ${yuan(backPayFen)}` : '';
  const recovery = recoveryFen < 0 ? `；追缴 ${yuan(recoveryFen)}` : '';
  return `${persons} 人，${yuan(amountFen)}${backPay}${recovery}`;
}
