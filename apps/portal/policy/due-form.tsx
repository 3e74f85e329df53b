import { type FormEvent, useEffect, useRef, useState } from 'react';
import { answerWhatAmIDue } from '#modules/policy/contract.ts';
import { CallRefused, call } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { shownRefusal } from '../../kit/refusal.ts';
import { BirthField, birthFieldId } from './birth-field.tsx';
import { type BirthPart, type BirthParts, readBirth } from './birth-parts.ts';
import { type Hukou, HukouField } from './hukou-field.tsx';

export type Answer = Reply<typeof answerWhatAmIDue>;
export type Asked = { born: string; place: string };

type Errors = { birth?: { part: BirthPart; sentence: string }; city?: string; county?: string; general?: string };

type Wish = { isAgain: boolean; onAnswer: (answer: Answer, asked: Asked) => void };

export function DueForm({ isAgain, onAnswer }: Wish) {
  const [parts, setParts] = useState<BirthParts>({ year: '', month: '', day: '' });
  const [hukou, setHukou] = useState<Hukou>({ city: '', county: undefined });
  const [errors, setErrors] = useState<Errors>({});
  const [waiting, setWaiting] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (isAgain) focusOn(form.current, `#${birthFieldId('year')}`);
  }, [isAgain]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (waiting) return;
    const birth = readBirth(parts);
    const found = errorsOf(birth, hukou);
    setErrors(found);
    focusOn(form.current, firstWrong(found));
    if ('wrong' in birth || !hukou.county || Object.keys(found).length > 0) return;
    setWaiting(true);
    try {
      const answer = await call(answerWhatAmIDue, { body: { born: birth.born, county: hukou.county.code } });
      onAnswer(answer, { born: birth.born, place: hukou.county.name });
    } catch (error) {
      const refused = refusalErrors(error);
      setErrors(refused);
      focusOn(form.current, firstWrong(refused));
    } finally {
      setWaiting(false);
    }
  }

  const wrong = sentenceOf(errors);
  return (
    <form ref={form} noValidate onSubmit={submit}>
      <h1>我能领多少高龄津贴</h1>
      <BirthField
        parts={parts}
        onChange={(changed) => {
          setParts(changed);
          setErrors(({ city, county }) => ({ ...(city && { city }), ...(county && { county }) }));
        }}
        error={errors.birth}
      />
      <HukouField
        hukou={hukou}
        onChange={(changed) => {
          setHukou(changed);
          setErrors(({ birth }) => (birth ? { birth } : {}));
        }}
        errors={errors}
      />
      <div role="alert">{wrong !== '' && <p className="form-error">✗ {wrong}</p>}</div>
      <button type="submit" className="main-button">
        {waiting ? '正在查……' : '看结果'}
      </button>
    </form>
  );
}

function focusOn(form: HTMLFormElement | null, selector: string | undefined): void {
  if (selector) form?.querySelector<HTMLElement>(selector)?.focus();
}

function firstWrong({ birth, city, county }: Errors): string | undefined {
  if (birth) return `#${birthFieldId(birth.part)}`;
  return city ? '[name=city]' : county && '[name=county]';
}

function sentenceOf({ birth, city, county, general }: Errors): string {
  return [birth?.sentence, city, county, general].filter((each) => each !== undefined).join('');
}

function errorsOf(birth: ReturnType<typeof readBirth>, hukou: Hukou): Errors {
  return {
    ...('wrong' in birth && { birth: { part: birth.wrong, sentence: birth.sentence } }),
    ...(hukou.city === '' && { city: '请选择户籍在哪个市。' }),
    ...(hukou.city !== '' && !hukou.county && { county: '请选择户籍在哪个县（市、区）。' }),
  };
}

/** What the server says of the birth date belongs beside the birth date. */
function refusalErrors(error: unknown): Errors {
  const { sentence } = shownRefusal(error);
  const isBirth = error instanceof CallRefused && error.code.startsWith('policy.birth');
  return isBirth ? { birth: { part: 'year', sentence } } : { general: sentence };
}
