import { Tag } from 'antd';
import { UNIT_STATE_NAMES, type UNIT_STATES } from '#modules/allowances/contract.ts';

type UnitState = (typeof UNIT_STATES)[number];
const COLOURS: Record<UnitState, string> = {
  none: '#595959',
  waiting: '#0958d9',
  computed: '#ad4e00',
  released: '#237804',
};

/** 清册状态 in words; the colour only helps the eye. */
export function StateTag({ state }: { state: UnitState }) {
  return (
    <Tag color={COLOURS[state]} variant="solid">
      {UNIT_STATE_NAMES[state]}
    </Tag>
  );
}
