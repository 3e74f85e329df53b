import { Progress } from 'antd';

/** A long job: how far it is, in words too. It goes on when the page is left. */
export function ProgressBar({ title, done, total }: { title: string; done: number; total: number }) {
  const percent = total === 0 ? 0 : Math.floor((done * 100) / total);
  return (
    <div className="kit-progress" role="status">
      <p>
        {title}：已完成 {done} / {total}。可以离开本页，计算不会中断。
      </p>
      <Progress percent={percent} status="active" aria-label={title} />
    </div>
  );
}
