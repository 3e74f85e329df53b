import { monthArgument, readArguments, UsageError, wholeNumber } from './arguments.ts';
import { print, printJson, yuan } from './output.ts';
import { callOwner } from './owner-call.ts';

const LARGEST_PERSON_NO = 2 ** 31 - 1;

type Explanation = {
  person: number;
  month: string;
  amountFen: number;
  orderedFen: number;
  parts: {
    benefit: string;
    layer: string;
    file: string;
    version: string;
    amountFen: number;
    fundedBy: { source: string; shareBp: number }[];
  }[];
  reasons: { ok: boolean; sentence: string; clause: string | null }[];
};

export async function explain(args: string[]): Promise<void> {
  const { values } = readArguments(
    args,
    { data: { type: 'string' }, person: { type: 'string' }, month: { type: 'string' }, json: { type: 'boolean' } },
    [0, 0],
  );
  if (values.person === undefined) throw new UsageError('缺少 --person。');
  const reply = await callOwner<Explanation>({
    command: 'explain',
    data: values.data,
    filling: {},
    path: '/control/explain',
    body: { person: wholeNumber(values.person, '--person', 1, LARGEST_PERSON_NO), month: monthArgument(values.month) },
  });
  if (values.json) printJson(reply);
  else print(describe(reply));
}

function describe({ person, month, amountFen, orderedFen, parts, reasons }: Explanation): string {
  const partLines = parts.map(
    (part) =>
      `  ${part.benefit} ${part.layer}：${yuan(part.amountFen)}${funding(part.fundedBy)}，依据规则 ${part.file}@${part.version}`,
  );
  const reasonLines = reasons.map(
    ({ ok, sentence, clause }) => `  ${ok ? '✓' : '✗'} ${sentence}${clause ? `（${clause}）` : ''}`,
  );
  return [
    `人员 ${person}，${month}：应发 ${yuan(amountFen)}，已发 ${yuan(orderedFen)}。`,
    ...partLines,
    '理由：',
    ...reasonLines,
  ].join('\n');
}

function funding(shares: Explanation['parts'][number]['fundedBy']): string {
  if (shares.length === 0) return '';
  return `，出资：${shares.map(({ source, shareBp }) => `${source}${shareBp / 100}%`).join('、')}`;
}
