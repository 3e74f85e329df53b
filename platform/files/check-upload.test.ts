import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { FILE_KINDS } from '../contract/file-kind.ts';
import { Refusal } from '../refusal/refusal.ts';
import { checkUpload } from './check-upload.ts';
import { aZip } from './zip.fixture.ts';

const MB = 1024 * 1024;
const RULES = { kinds: ['jpeg', 'png', 'pdf'] as const, largestBytes: 10 * MB };
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } }, limitInputPixels: false });
const jpeg = await blank(40, 20)
  .jpeg()
  .withMetadata({ orientation: 6 })
  .withExifMerge({ IFD0: { Copyright: '秘密地点' } })
  .toBuffer();
const png = await blank(30, 30).png().toBuffer();
const pdf = (inside = '') => Buffer.from(`%PDF-1.7\n1 0 obj<<${inside}>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`);

async function refusalOf(bytes: Buffer, rules: Parameters<typeof checkUpload>[1] = RULES): Promise<string> {
  const answer = await checkUpload(bytes, rules).catch((error: unknown) => error);
  if (answer instanceof Refusal) return answer.code;
  if (answer instanceof Error) throw answer;
  return 'kept';
}

describe('上传的文件先查再收', () => {
  test('JPEG、PNG、PDF照收；图片重新编码，方向摆正，拍摄地点等附带信息不留', async () => {
    const picture = await checkUpload(jpeg, RULES);
    expect((await sharp(jpeg).metadata()).exif).toBeDefined();
    const { exif, width, height, format } = await sharp(picture.bytes).metadata();
    expect({ exif, width, height, format }).toEqual({ exif: undefined, width: 20, height: 40, format: 'jpeg' });
    expect(picture.bytes.includes('秘密地点')).toBe(false);
    expect((await checkUpload(png, RULES)).kind).toBe('png');
    expect((await checkUpload(pdf(), RULES)).bytes).toEqual(pdf());
    const large = await blank(5_000, 1_000).jpeg().toBuffer();
    expect(await sharp((await checkUpload(large, RULES)).bytes).metadata()).toMatchObject({
      width: 4_000,
      height: 800,
    });
  });

  test('B-53 藏在图片后面的另一个文件，重新编码后没有了', async () => {
    const both = Buffer.concat([jpeg, Buffer.from('<script>alert(1)</script>'), aZip([{ name: 'a.txt' }])]);
    const { bytes } = await checkUpload(both, RULES);
    expect(bytes.includes('<script>')).toBe(false);
    expect(bytes.includes('PK\u0003\u0004')).toBe(false);
  });

  test.each([
    ['Windows 程序改名为图片', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'file.malware'],
    ['Linux 程序', Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(200)]), 'file.malware'],
    ['脚本', Buffer.from('#!/bin/sh\nrm -rf /\n'), 'file.malware'],
    ['SVG 脚本', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 'file.kind'],
    ['HTML 冒充 PDF', Buffer.from('<html>%PDF-1.7 %%EOF'), 'file.kind'],
    ['GIF', Buffer.from('GIF89a'), 'file.kind'],
    ['文字', Buffer.from('你好'), 'file.kind'],
    ['没有要的种类', aZip([{ name: 'a.txt' }]), 'file.kind'],
    ['空文件', Buffer.alloc(0), 'file.empty'],
    ['只有 JPEG 的头', Buffer.from('ffd8ffe0', 'hex'), 'file.broken'],
    ['截断的 JPEG', jpeg.subarray(0, jpeg.length - 60), 'file.broken'],
    ['PNG 的头、JPEG 的身', Buffer.concat([png.subarray(0, 8), jpeg]), 'file.broken'],
    ['PDF 没有结尾', Buffer.from('%PDF-1.7\n1 0 obj'), 'file.broken'],
    ['PDF 头后面是 HTML', Buffer.from('%PDF-<script>%%EOF'), 'file.broken'],
    ['PDF 带脚本', pdf('/OpenAction<</S/JavaScript/JS(app.alert(1))>>'), 'file.active'],
    ['PDF 把脚本的名字藏起来', pdf('/S/J#61vaScr#69pt'), 'file.active'],
    ['PDF 带附件', pdf('/EmbeddedFiles 2 0 R'), 'file.active'],
    ['PDF 启动程序', pdf('/S/Launch/F(cmd.exe)'), 'file.active'],
    ['PDF 加密', pdf('/Encrypt 3 0 R'), 'file.active'],
  ])('B-53 %s：%j', async (_, bytes, code) => {
    expect(await refusalOf(bytes)).toBe(code);
  });

  test('B-53 C-10 EICAR 测试病毒：每种文件里、压缩包里都查得出', async () => {
    const kinds = { kinds: FILE_KINDS, largestBytes: MB };
    const eicar = Buffer.from(EICAR);
    for (const bytes of [
      eicar,
      Buffer.concat([jpeg, eicar]),
      Buffer.concat([png, eicar]),
      Buffer.concat([pdf(), eicar, Buffer.from('%%EOF')]),
      aZip([{ name: 'a.txt', content: eicar, method: 0 }]),
      aZip([{ name: 'a.txt', content: eicar }]),
      aZip([{ name: 'a.txt' }, { name: 'b.exe', content: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]) }]),
    ]) {
      expect(await refusalOf(bytes, kinds)).toBe('file.malware');
    }
  });

  test('B-55 B-48 太大的文件、太大的图片（一亿像素，几十 KB）不解开就拒绝', async () => {
    expect(await refusalOf(Buffer.alloc(MB + 1, 1), { ...RULES, largestBytes: MB })).toBe('file.too-large');
    const huge = await blank(10_000, 10_000).png({ compressionLevel: 9 }).toBuffer();
    expect(huge.length).toBeLessThan(RULES.largestBytes);
    const began = performance.now();
    expect(await refusalOf(huge)).toBe('file.pixels');
    expect(performance.now() - began).toBeLessThan(500);
  });
});
