import { useEffect, useState } from 'react';
import { listDivisions } from '#modules/policy/contract.ts';
import { call } from '#platform/contract/call.ts';
import { shownRefusal } from '../../kit/refusal.ts';
import { type Choice, ChoiceGroup } from '../choice-group.tsx';

/** Registered outside the province; the answer says who pays then. */
export const OUTSIDE: Choice = { code: 'outside', name: '其他省（区、市）' };

export type Hukou = { city: string; county: Choice | undefined };
type Loaded = { choices: Choice[]; failure: string | undefined };

type Wish = {
  hukou: Hukou;
  onChange: (hukou: Hukou) => void;
  errors: { city?: string | undefined; county?: string | undefined };
};

/** 户籍地: the city, then the county in it; no code list in the browser. */
export function HukouField({ hukou, onChange, errors }: Wish) {
  const cities = useDivisions('');
  const counties = useDivisions(hukou.city === OUTSIDE.code ? undefined : hukou.city || undefined);
  const chooseCity = (city: string) => onChange({ city, county: city === OUTSIDE.code ? OUTSIDE : undefined });
  return (
    <>
      <ChoiceGroup
        name="city"
        title="第二步：户籍在哪个市"
        choices={cities ? [...cities.choices, OUTSIDE] : []}
        chosen={hukou.city}
        onChoose={chooseCity}
        error={errors.city ?? cities?.failure}
        hint={cities ? '户口本上的地址，不是现在住的地方。' : '正在取地名……'}
      />
      {hukou.city !== OUTSIDE.code && (
        <ChoiceGroup
          name="county"
          title="第三步：户籍在哪个县（市、区）"
          choices={counties?.choices ?? []}
          chosen={hukou.county?.code ?? ''}
          onChoose={(code) => onChange({ ...hukou, county: counties?.choices.find((each) => each.code === code) })}
          error={errors.county ?? counties?.failure}
          hint={hukou.city === '' ? '请先在第二步选市。' : counties ? undefined : '正在取地名……'}
        />
      )}
    </>
  );
}

/** The divisions below a parent ('' = the province's cities); undefined while they are on the way or nobody asks. */
function useDivisions(parent: string | undefined): Loaded | undefined {
  const [loaded, setLoaded] = useState<Loaded & { parent: string }>();
  useEffect(() => {
    if (parent === undefined) return;
    let wanted = true;
    const keep = (result: Loaded) => wanted && setLoaded({ ...result, parent });
    call(listDivisions, { query: parent === '' ? {} : { parent } }).then(
      ({ divisions }) => keep({ choices: divisions, failure: undefined }),
      (error: unknown) => keep({ choices: [], failure: shownRefusal(error).sentence }),
    );
    return () => {
      wanted = false;
    };
  }, [parent]);
  return loaded?.parent === parent ? loaded : undefined;
}
