import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { csvLine, UTF8_MARK } from './csv.ts';
import { markExport } from './export-mark.ts';

async function* parts(...texts: string[]) {
  yield* texts;
}
const MARK = '第 7 号导出 李敏（li.min） 2023-08-25 09:00';

test('C-38 每一行最后一列写明谁导出的；单元格里的换行和引号不打乱；校验值就是发出的字节', async () => {
  const rows = [csvLine(['1', '=危险', '他说"好"\r\n走了']), csvLine(['2', '', '"'])];
  const { lines, sent } = markExport(
    parts(UTF8_MARK + csvLine(['序号', '名', '注']), rows.join(''), csvLine(['3', 'a', 'b'])),
    MARK,
  );
  let text = '';
  for await (const line of lines) text += line;
  expect(text).toBe(
    `${UTF8_MARK}序号,名,注,导出标记\r\n1,'=危险,"他说""好""\r\n走了",${MARK}\r\n2,,"""",${MARK}\r\n3,a,b,${MARK}\r\n`,
  );
  expect(sent.count).toBe(3);
  expect(sent.sha256()).toBe(createHash('sha256').update(text).digest('hex'));
});

test('C-38 姓名里的逗号、公式记号也不打乱列', async () => {
  const { lines } = markExport(parts(csvLine(['甲']), csvLine(['1'])), '=cmd,x');
  let text = '';
  for await (const line of lines) text += line;
  expect(text).toBe('甲,导出标记\r\n1,"\'=cmd,x"\r\n');
});
