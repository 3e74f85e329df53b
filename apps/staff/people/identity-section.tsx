import { useQuery } from '@tanstack/react-query';
import { REVEAL_FIELD_NAMES, type RevealField } from '#modules/people/contract.ts';
import { CallRefused } from '#platform/contract/call.ts';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Section } from '../../kit/antd/page.tsx';
import { mayDo, sessionQuery } from '../identity/session.ts';
import { type Identity, identityQuery } from './people-queries.ts';
import { RevealedField } from './revealed-field.tsx';

/** 身份和联系方式: masked; one field at a time can be shown to whoever may and says what for. */
export function IdentitySection({ personNo }: { personNo: number }) {
  const identity = useQuery(identityQuery(personNo));
  const account = useQuery(sessionQuery).data?.account;
  const mayReveal = account !== undefined && account !== null && mayDo(account, 'people.reveal');
  if (identity.error instanceof CallRefused && identity.error.status === 404) {
    return (
      <Section title="身份和联系方式">
        <p>这位老人现在的户籍和居住地都不在您的管辖范围内，不显示证件和联系方式。</p>
      </Section>
    );
  }
  return (
    <Section title="身份和联系方式">
      <Loaded query={identity}>
        {(shown) => (
          <dl className="staff-identity">
            {rowsOf(shown).map(({ field, masked, note }) => (
              <div key={field}>
                <dt>{field === 'id-number' ? (shown.documentName ?? '证件') : REVEAL_FIELD_NAMES[field]}</dt>
                <dd>
                  {masked === null ? (
                    '没有登记'
                  ) : (
                    <RevealedField personNo={personNo} field={field} masked={masked} mayReveal={mayReveal} />
                  )}
                  {note !== undefined && <span className="staff-aside">{note}</span>}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </Section>
  );
}

type Row = { field: RevealField; masked: string | null; note?: string | undefined };

function rowsOf(shown: Identity): Row[] {
  return [
    { field: 'name', masked: shown.nameMasked },
    { field: 'id-number', masked: shown.idNumberMasked, note: shown.documentNote ?? undefined },
    { field: 'phone', masked: shown.phoneMasked },
    { field: 'address', masked: shown.addressMasked },
    {
      field: 'account',
      masked: shown.accountMasked,
      note: shown.accountCheckFails ? '校验位不符，发放前请与本人核对' : undefined,
    },
  ];
}
