import { Button } from 'antd';
import { useId, useRef, useState } from 'react';
import { smallPicture } from './small-picture.ts';

type Wish = { label: string; onPicture: (picture: string | undefined) => void };

/** 拍照: on a phone its camera, elsewhere a file; what will be sent is shown first. */
export function PhotoField({ label, onPicture }: Wish) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<string>();
  const [said, setSaid] = useState('');
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const taken = await smallPicture(file).catch(() => undefined);
    setSaid(taken === undefined ? '这个文件不是图片，请重新拍照。' : '已取好，请看清楚了再登记。');
    setPicture(taken);
    onPicture(taken);
  };
  return (
    <div className="staff-field">
      <span id={id}>{label}</span>
      <input
        ref={input}
        className="kit-hidden"
        type="file"
        tabIndex={-1}
        aria-labelledby={id}
        accept="image/jpeg,image/png"
        capture="environment"
        onChange={({ target }) => void take(target.files?.[0])}
      />
      <div>
        <Button aria-label={`${label}：拍照或选图片`} onClick={() => input.current?.click()}>
          {picture === undefined ? '拍照或选图片' : '重拍'}
        </Button>
      </div>
      <span role="status" className="staff-aside">
        {said}
      </span>
      {picture !== undefined && (
        <img className="staff-proof" src={`data:image/jpeg;base64,${picture}`} alt={`${label}，还没有登记`} />
      )}
    </div>
  );
}
