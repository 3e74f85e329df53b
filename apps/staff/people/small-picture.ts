import { LARGEST_PICTURE_BYTES } from '#modules/people/contract.ts';

const LONGEST_SIDE = 1_600;
/** Tried one after the other until the picture is as small as the server takes it. */
const QUALITIES = [0.8, 0.6, 0.4];

/** A photograph small enough to send, as base64 of a JPEG. Rejects what the browser cannot read as a picture. */
export async function smallPicture(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  let picture = '';
  for (const quality of QUALITIES) {
    picture = canvas.toDataURL('image/jpeg', quality).split(',')[1] ?? '';
    if ((picture.length / 4) * 3 <= LARGEST_PICTURE_BYTES) break;
  }
  return picture;
}
