import type { Keys } from '#platform/crypto/keys.ts';
import { openSealed, seal } from '#platform/crypto/seal.ts';

/** What of a mandate lies sealed; `text` is 委托书全文. */
export type MandateSecrets = {
  idNumber: string;
  phone: string;
  text: string;
  decisionNumber: string;
  decisionBy: string;
};

const placeOf = (mandateNo: number) => ({ table: 'people.mandate', column: 'sealed', row: mandateNo });

export function sealMandate(keys: Keys, mandateNo: number, secrets: MandateSecrets): Buffer {
  return seal(keys, placeOf(mandateNo), secrets);
}

export async function unsealMandate(keys: Keys, mandateNo: number, sealed: Buffer): Promise<MandateSecrets> {
  const { idNumber = '', phone = '', text = '', ...decision } = await openSealed(keys, placeOf(mandateNo), sealed);
  return {
    ...{ idNumber, phone, text },
    decisionNumber: decision.decisionNumber ?? '',
    decisionBy: decision.decisionBy ?? '',
  };
}
