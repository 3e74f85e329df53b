import { Tag } from 'antd';
import type { RuleRow } from '#modules/policy/contract.ts';
import { ORIGIN_NAMES, RULE_STATE_NAMES } from './rule-words.ts';

const STATE_COLOURS: Record<RuleRow['state'], string> = { runs: '#237804', draft: '#ad4e00', ended: '#595959' };
const ORIGIN_COLOURS: Record<keyof typeof ORIGIN_NAMES, string> = {
  stated: '#0b3b82',
  follows: '#595959',
  decided: '#ad4e00',
};

export function RuleStateTag({ state }: { state: RuleRow['state'] }) {
  return (
    <Tag color={STATE_COLOURS[state]} variant="solid">
      {RULE_STATE_NAMES[state]}
    </Tag>
  );
}

/** 来源: where a value comes from: the document's own words, a superior document, or a named person's decision. */
export function OriginTag({ type }: { type: keyof typeof ORIGIN_NAMES }) {
  return (
    <Tag color={ORIGIN_COLOURS[type]} variant="solid">
      {ORIGIN_NAMES[type]}
    </Tag>
  );
}
