import { refuseFile } from './refuse.ts';

const HEAD = /^%PDF-[12]\.\d/;
/** What runs, opens, fetches or carries something, and locked files, into which nobody can look. */
const ACTIVE = /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR|Encrypt)\b/;

/**
 * PDF: begins and ends like one and holds nothing that acts. Names inside compressed objects are not read: so it is only ever
 * sent out as an attachment, in a sandbox.
 */
export function checkPdf(bytes: Buffer): void {
  const text = bytes.toString('latin1');
  if (!HEAD.test(text) || !text.trimEnd().endsWith('%%EOF')) refuseFile('file.broken');
  // A name may hide its letters: /J#61vaScript.
  const named = text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  if (ACTIVE.test(named)) refuseFile('file.active');
}
