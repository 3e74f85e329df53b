import { refusals } from '../refusal/refusal.ts';

/** 上传拒绝: what an upload is refused for, said so that the sender knows what to do next. */
export const refuseFile = refusals({
  'file.kind': { status: 415, sentence: '文件不是{kinds}，或内容和格式不符。请重新拍照或另存为{kinds}后再上传。' },
  'file.too-large': { status: 413, sentence: '文件太大，最大 {largest} MB。请压缩或降低清晰度后再上传。' },
  'file.empty': { status: 422, sentence: '文件是空的。请重新选择文件。' },
  'file.pixels': { status: 413, sentence: '图片尺寸太大，最多 {megapixels} 百万像素。请缩小后再上传。' },
  'file.broken': { status: 422, sentence: '文件已损坏，打不开。请重新拍照或重新导出后再上传。' },
  'file.active': { status: 422, sentence: 'PDF 里有脚本、附件或加密，不能接收。请打印成普通 PDF，或拍照上传。' },
  'file.malware': { status: 422, sentence: '文件被识别为恶意程序，没有接收。请检查您的电脑或手机后，换一个文件。' },
  'file.archive': { status: 422, sentence: '压缩包不能接收：{why}。请改正后重新打包上传。' },
  'file.absent': { status: 404, sentence: '没有这个文件，或不在您的管辖范围内。' },
  'file.busy': { status: 429, sentence: '现在上传的人太多，请过一分钟再试。' },
});
