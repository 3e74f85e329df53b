import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { countText } from '../count.ts';

type PagerProps = {
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
  /** Where a page has several. */
  label?: string;
};

/** 翻页 in words; a page can also be typed. */
export function Pager({ page, pageSize, total, onPage, label = '翻页' }: PagerProps) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const [typed, setTyped] = useState<number | null>(null);
  const open = (wished: number) => {
    setTyped(null);
    onPage(Math.min(Math.max(1, wished), pages));
  };
  return (
    <nav className="kit-pager" aria-label={label}>
      <Button disabled={page <= 1} onClick={() => open(page - 1)}>
        上一页
      </Button>
      <span>
        第 {countText(page)} 页，共 {countText(pages)} 页
      </span>
      <Button disabled={page >= pages} onClick={() => open(page + 1)}>
        下一页
      </Button>
      {pages > 2 && (
        <form
          className="kit-pager-jump"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed !== null) open(typed);
          }}
        >
          <InputNumber
            aria-label="要去的页码"
            min={1}
            max={pages}
            precision={0}
            controls={false}
            value={typed}
            onChange={setTyped}
          />
          <Button htmlType="submit">去这一页</Button>
        </form>
      )}
    </nav>
  );
}
