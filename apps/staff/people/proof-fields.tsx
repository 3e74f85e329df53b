import { Input } from 'antd';
import { useId } from 'react';
import { MANDATE_PROOF_NAMES, type MandateWay, type makeMandate, WAY_TABLE } from '#modules/people/contract.ts';
import type { Input as RouteInput } from '#platform/contract/route.ts';
import { PhotoField } from './photo-field.tsx';
import { SignaturePad } from './signature-pad.tsx';

export type Proof = RouteInput<typeof makeMandate>['body']['proofs'][number];

type Wish = { way: MandateWay; textHash: string; proofs: readonly Proof[]; onChange: (proofs: Proof[]) => void };

/** What the way wants, and nothing else: words, a drawn signature, a photograph. */
export function ProofFields({ way, textHash, proofs, onChange }: Wish) {
  const keep = (proof: Proof | undefined, kind: Proof['kind']) =>
    onChange([...proofs.filter((one) => one.kind !== kind), ...(proof ? [proof] : [])]);
  return (
    <>
      {WAY_TABLE[way].proofsToMake.map((choice) => (
        <div key={choice.join()}>
          {choice.length > 1 && <p>签名和指印照片，有一样就行。</p>}
          {choice.map((kind) => (
            <ProofField key={kind} kind={kind} textHash={textHash} onProof={(proof) => keep(proof, kind)} />
          ))}
        </div>
      ))}
    </>
  );
}

type FieldWish = { kind: Proof['kind']; textHash: string; onProof: (proof: Proof | undefined) => void };

function ProofField({ kind, textHash, onProof }: FieldWish) {
  const id = useId();
  const name = MANDATE_PROOF_NAMES[kind];
  if (kind === 'relation') return <p>{name}：系统里有部门报送的记录才能登记。</p>;
  if (kind === 'visit') {
    return (
      <div className="staff-field">
        <label htmlFor={id}>{name}</label>
        <Input.TextArea
          id={id}
          rows={3}
          maxLength={500}
          placeholder="什么时候、在哪里、谁在场、老人怎么说"
          onChange={({ target }) => onProof(target.value.trim() ? { kind, words: target.value } : undefined)}
        />
      </div>
    );
  }
  if (kind === 'signature') {
    return (
      <SignaturePad
        label={name}
        textHash={textHash}
        onPicture={(picture) => onProof(picture === undefined ? undefined : { kind, picture })}
      />
    );
  }
  return (
    <PhotoField label={name} onPicture={(picture) => onProof(picture === undefined ? undefined : { kind, picture })} />
  );
}
