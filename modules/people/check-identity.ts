import type { NewPerson, Sex } from './admit.ts';
import { checkBirth } from './birth.ts';
import { type Problem, problem } from './contract.ts';
import { type IdentityDocument, readDocument } from './document.ts';
import { checkException, type DocumentException, faultOf, type NumberFault } from './document-exception.ts';
import type { DocumentKind } from './document-kind.ts';

export type Identity = {
  kind: DocumentKind | null;
  number: string | null;
  sex: Sex;
  /** kept only where the number needs it */
  exception: DocumentException | null;
};

/**
 * 身份核验: sex, day of birth and document of a reported person agree. A wrong check digit or another day of birth in the number is
 * taken only with a 证件例外 that names just this fault.
 */
export function checkIdentity(reported: NewPerson, today: string): Identity | Problem {
  const { born, sex, idNumber, documentKind } = reported;
  if (sex !== 0 && sex !== 1 && sex !== 2 && sex !== 9) return problem('people.sex');
  const birthProblem = checkBirth(born, today);
  if (birthProblem) return birthProblem;
  if (idNumber === null) {
    if (documentKind !== undefined) return problem('people.document-missing');
    return { kind: null, number: null, sex, exception: null };
  }
  const read = readDocument(idNumber, documentKind);
  const found = 'code' in read ? read : disagreement(read, reported);
  if (found) return withException(reported, found, today);
  return identityOf(read as IdentityDocument, sex, null);
}

function withException(reported: NewPerson, found: Problem, today: string): Identity | Problem {
  const { idNumber, documentKind, documentException } = reported;
  if (!documentException || idNumber === null) return found;
  const incomplete = checkException(documentException, today);
  if (incomplete) return incomplete;
  const { wrong, certificate, verifiedBy, verifiedOn } = documentException;
  if (faultOf(found) !== wrong) return found;
  const read = readDocument(idNumber, documentKind, wrong);
  if ('code' in read) return read;
  return (
    disagreement(read, reported, wrong) ??
    identityOf(read, reported.sex, {
      wrong,
      certificate: certificate.trim(),
      verifiedBy: verifiedBy.trim(),
      verifiedOn,
    })
  );
}

function disagreement(read: IdentityDocument, { born, sex }: NewPerson, excused?: NumberFault): Problem | undefined {
  if (read.born !== null && read.born !== born && excused !== 'birth') {
    return problem('people.id-birth-differs', { born, idBorn: read.born });
  }
  if (read.sex !== null && sex !== read.sex && (sex === 1 || sex === 2)) return problem('people.id-sex-differs');
  return undefined;
}

function identityOf(read: IdentityDocument, sex: Sex, exception: DocumentException | null): Identity {
  return { kind: read.kind, number: read.number, sex: read.sex ?? sex, exception };
}
