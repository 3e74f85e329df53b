import { useId, useState } from 'react';
import { nowText } from '../kit/month.ts';

/** 屏幕水印 (C-38): name and minute, faint, over everything and in print, so that a photographed page names who had it open. */
export function Watermark({ name }: { name: string }) {
  const id = useId();
  const [openedAt] = useState(nowText);
  return (
    <svg className="staff-watermark" aria-hidden="true" focusable="false">
      <defs>
        <pattern id={id} width="360" height="220" patternUnits="userSpaceOnUse" patternTransform="rotate(-20)">
          <text x="20" y="60">
            {name}
          </text>
          <text x="20" y="86">
            {openedAt}
          </text>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}
