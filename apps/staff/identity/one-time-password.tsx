import { Button } from 'antd';
import { useRef, useState } from 'react';

type OneTimePasswordProps = { displayName: string; name: string; password: string };

/** 一次性口令: shown this once, large enough to read out on the telephone. */
export function OneTimePassword({ displayName, name, password }: OneTimePasswordProps) {
  return (
    <div className="staff-one-time">
      <p>
        {displayName}的账号：<strong>{name}</strong>
      </p>
      <p>一次性口令：</p>
      <CopyLine text={password} />
      <ol>
        <li>
          现在就把账号和这个口令当面或打电话告诉{displayName}本人。<strong>离开这里以后，谁也看不到它了。</strong>
        </li>
        <li>请他在七天以内登录；登录后先换成自己的口令，才能开始工作。</li>
        <li>过期了、弄丢了都不要紧：在他的账号页点“重设口令”，再给一个新的。</li>
      </ol>
    </div>
  );
}

function CopyLine({ text }: { text: string }) {
  const code = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('');
  const copy = async () => {
    const done = await copyText(text, code.current);
    setSaid(done ? '已复制。' : '浏览器不让复制，请照着抄写。');
  };
  return (
    <div className="staff-one-time-line">
      <code ref={code} className="staff-one-time-password">
        {text}
      </code>
      <Button onClick={() => void copy()}>复制口令</Button>
      <span role="status">{said}</span>
    </div>
  );
}

/** The clipboard is closed to pages without https: then the text is selected and copied the old way. */
async function copyText(text: string, element: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (element === null) return false;
    getSelection()?.selectAllChildren(element);
    return document.execCommand('copy');
  }
}
