import { expect, test } from 'vitest';
import { readPhone } from './contact.ts';
import { LARGEST_PICTURE_BYTES, phone, proofs } from './mandate/mandate-field.ts';

test('图片的大小只有一个数：接口收的，正好是核对文件时收的', () => {
  const sent = (bytes: number) => [{ kind: 'paper', picture: Buffer.alloc(bytes).toString('base64') }];
  const takes = (bytes: number) => proofs.safeParse(sent(bytes)).success;
  expect([takes(LARGEST_PICTURE_BYTES), takes(LARGEST_PICTURE_BYTES + 3)]).toEqual([true, false]);
});

test.each(['13812345678', '19900000001', '12345678901', '10000000000', '1381234567'])(
  '手机号只有一条规则：%s 登记时和委托里一样收或不收',
  (text) => {
    expect(phone.safeParse(text).success).toBe(readPhone(text) !== undefined);
  },
);
