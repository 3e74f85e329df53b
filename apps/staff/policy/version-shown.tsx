import { Alert } from 'antd';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { Section } from '../../kit/antd/page.tsx';
import { dayText } from '../../kit/month.ts';
import { BandAmount } from './band-amount.tsx';
import type { RuleVersion } from './policy-queries.ts';
import { OriginTag } from './rule-tags.tsx';
import { CONFIDENCE_NAMES } from './rule-words.ts';

type Band = RuleVersion['bands'][number];
type Field = RuleVersion['fields'][number];
type Example = RuleVersion['examples'][number];

/** 一个版本: the sentence first, then every value with its origin, and worked examples. */
export function VersionShown({ version }: { version: RuleVersion }) {
  const { sentence, bands, fields, missing, examples } = version;
  return (
    <>
      <Section title="规则一句话">
        <p className="staff-sentence">{sentence}</p>
        <Basis version={version} />
        {missing.length > 0 && (
          <Alert type="warning" title={`尚缺：${missing.join('、')}。这些项定夺之前，本版本不能执行。`} />
        )}
      </Section>
      {bands.length > 0 && (
        <Section title="各档标准">
          <DataTable<Band> caption="各档标准" columns={BAND_COLUMNS} rows={bands} rowKey={bandKey} />
        </Section>
      )}
      {fields.length > 0 && (
        <Section title="各项规定及来源">
          <DataTable<Field>
            caption="各项规定及来源"
            columns={FIELD_COLUMNS}
            rows={fields}
            rowKey={({ name }) => name}
          />
        </Section>
      )}
      {examples.length > 0 && (
        <Section title="算例">
          <DataTable<Example> caption="算例" columns={EXAMPLE_COLUMNS} rows={examples} rowKey={({ name }) => name} />
        </Section>
      )}
    </>
  );
}

function Basis({ version: { document, documentTitle, url, inForce, confidence } }: { version: RuleVersion }) {
  const title = `${documentTitle}${document === null ? '' : `（${document}）`}`;
  return (
    <p>
      依据：{url === null ? title : <a href={url}>{title}</a>}
      {inForce !== null && `，${dayText(inForce)}施行`}。可信度：{CONFIDENCE_NAMES[confidence]}。
    </p>
  );
}

function bandKey({ name, conditions }: Band): string {
  return [name, ...conditions].join('|');
}

const BAND_COLUMNS: Column<Band, never>[] = [
  { key: 'name', title: '年龄档', heading: true, cell: ({ name }) => name },
  { key: 'amount', title: '标准', cell: (band) => <BandAmount band={band} /> },
  { key: 'origin', title: '来源', cell: ({ origin }) => <OriginTag type={origin.type} /> },
  { key: 'text', title: '出处', cell: ({ origin }) => origin.text },
];

const FIELD_COLUMNS: Column<Field, never>[] = [
  { key: 'name', title: '项目', heading: true, cell: ({ name }) => name },
  { key: 'value', title: '规定', cell: ({ value }) => value },
  { key: 'origin', title: '来源', cell: ({ origin }) => <OriginTag type={origin.type} /> },
  { key: 'text', title: '出处', cell: ({ origin }) => origin.text },
];

const EXAMPLE_COLUMNS: Column<Example, never>[] = [
  { key: 'name', title: '算例', heading: true, cell: ({ name }) => name },
  { key: 'expected', title: '应得', cell: ({ expected }) => expected },
  { key: 'source', title: '出自', cell: ({ source }) => source ?? '自拟' },
];
