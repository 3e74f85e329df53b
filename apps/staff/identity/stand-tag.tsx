import { Tag } from 'antd';
import type { Stand } from './words.ts';

const COLOURS: Record<Stand, string> = { now: '#237804', later: '#0958d9', over: '#595959' };

/** 有效状态 in words; the colour only helps the eye. */
export function StandTag({ stand, texts }: { stand: Stand; texts?: Partial<Record<Stand, string>> }) {
  const { now = '现任', later = '还没开始', over = '已结束' } = texts ?? {};
  return (
    <Tag color={COLOURS[stand]} variant="solid">
      {{ now, later, over }[stand]}
    </Tag>
  );
}
