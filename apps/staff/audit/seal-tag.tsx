import type { SealState } from '#modules/audit/contract.ts';
import { instantText } from '../../kit/month.ts';

/** 封存状态 of one entry in words. */
export function SealTag({ seal }: { seal: SealState }) {
  if (seal.state === 'unsealed') return '尚未封存';
  const block = `第 ${seal.block} 块`;
  if (seal.state === 'sealed') return `${block}，等待签名`;
  return (
    <>
      {block}
      <span className="staff-aside">{instantText(seal.signedAt)} 签名</span>
    </>
  );
}
