import { create } from 'qrcode';

const QUIET = 4;

/** 二维码 as one drawing, so that no picture of it is kept anywhere. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = create(text).modules;
  const dark = [...data].flatMap((value, at) =>
    value === 0 ? [] : [`M${(at % size) + QUIET} ${Math.floor(at / size) + QUIET}h1v1h-1z`],
  );
  const side = size + 2 * QUIET;
  return (
    <svg className="staff-qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
}
