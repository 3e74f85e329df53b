import { refuseFile } from './refuse.ts';

const LARGEST_PIXELS = 50_000_000;
const LONGEST_SIDE = 4_000;
const JPEG_QUALITY = 85;

/**
 * 图片重新编码: what is kept are the pixels alone, upright: no EXIF (place, camera), no second file hidden behind the picture.
 * Refuses more than 50 megapixels before unpacking them, and what does not decode; larger than 4,000 a side is made smaller.
 */
export async function reencode(bytes: Uint8Array, kind: 'jpeg' | 'png'): Promise<Buffer> {
  // Loaded with the first picture: it brings a native library that most processes never need.
  const { default: sharp } = await import('sharp');
  const open = () => sharp(bytes, { limitInputPixels: LARGEST_PIXELS, failOn: 'error', animated: false });
  const size = await open()
    .metadata()
    .catch((error: Error) => refuseUnread(error));
  if (size.format !== kind) refuseFile('file.broken');
  if (size.width * size.height > LARGEST_PIXELS) refuseTooManyPixels();
  const picture = open()
    .autoOrient()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true });
  const encoded = kind === 'jpeg' ? picture.jpeg({ quality: JPEG_QUALITY }) : picture.png();
  return encoded.toBuffer().catch((error: Error) => refuseUnread(error));
}

function refuseUnread(error: Error): never {
  if (/pixel limit/i.test(error.message)) return refuseTooManyPixels();
  return refuseFile('file.broken');
}

function refuseTooManyPixels(): never {
  return refuseFile('file.pixels', { megapixels: LARGEST_PIXELS / 1_000_000 });
}
