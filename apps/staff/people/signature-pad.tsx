import { Button } from 'antd';
import { type PointerEvent, useEffect, useRef } from 'react';

const WIDTH = 640;
const HEIGHT = 240;

type Wish = { label: string; textHash: string; onPicture: (picture: string | undefined) => void };

/** 手写签名, drawn with finger, pen or mouse. The hash of the text stands in the picture: it signs these words and no others. */
export function SignaturePad({ label, textHash, onPicture }: Wish) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDrawing = useRef(false);
  useEffect(() => prepare(canvas.current, textHash), [textHash]);
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!isDrawing.current) return;
    const brush = canvas.current?.getContext('2d');
    const { x, y } = pointOf(event);
    brush?.lineTo(x, y);
    brush?.stroke();
  };
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    isDrawing.current = true;
    const { x, y } = pointOf(event);
    const brush = canvas.current?.getContext('2d');
    brush?.beginPath();
    brush?.moveTo(x, y);
  };
  const end = () => {
    if (!isDrawing.current) return;
    isDrawing.current = false;
    onPicture(canvas.current?.toDataURL('image/png').split(',')[1]);
  };
  const clear = () => {
    prepare(canvas.current, textHash);
    onPicture(undefined);
  };
  return (
    <div className="staff-field staff-signing">
      <span>{label}（在框里写）</span>
      <canvas
        ref={canvas}
        className="staff-signature"
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={`${label}：请老人在框里签名；不方便签名的，改用指印照片`}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
      />
      <Button onClick={clear}>重签</Button>
    </div>
  );
}

function pointOf(event: PointerEvent<HTMLCanvasElement>): { x: number; y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: ((event.clientX - box.left) * WIDTH) / box.width, y: ((event.clientY - box.top) * HEIGHT) / box.height };
}

function prepare(canvas: HTMLCanvasElement | null, textHash: string): void {
  const brush = canvas?.getContext('2d');
  if (!brush) return;
  brush.fillStyle = '#ffffff';
  brush.fillRect(0, 0, WIDTH, HEIGHT);
  brush.fillStyle = '#595959';
  brush.font = '12px monospace';
  brush.fillText(`SM3 ${textHash}`, 8, HEIGHT - 8);
  brush.strokeStyle = '#000000';
  brush.lineWidth = 4;
  brush.lineCap = 'round';
}
