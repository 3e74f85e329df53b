import type { RuleRow } from '#modules/policy/contract.ts';

export const RULE_STATE_NAMES: Record<RuleRow['state'], string> = { runs: '可执行', draft: '草稿', ended: '已废止' };
export const LAYER_NAMES: Record<RuleRow['layer'], string> = { base: '基本', 'add-on': '加发', yearly: '年度慰问' };
export const ORIGIN_NAMES = { stated: '原文规定', follows: '从上级', decided: '定夺' } as const;
export const CONFIDENCE_NAMES = { high: '高', medium: '中，须核原文', low: '低，须核原文' } as const;
