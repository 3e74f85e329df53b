import { type ByKind, LIST_KIND_NAMES, LIST_KINDS } from '#modules/allowances/contract.ts';
import { Figure, Figures } from '../../kit/antd/figure.tsx';
import { personsText } from '../../kit/count.ts';
import { recoveryText, yuanText } from '../../kit/money.tsx';
import { ListLink } from './list-link.tsx';

/** 新增·停发·减发·变更·补发·追缴·不变: heads and money, each opening its part of the list. */
export function KindCards({ month, county, byKind }: { month: string; county: string; byKind: ByKind }) {
  return (
    <Figures>
      {LIST_KINDS.map((kind) => {
        const { persons, amountFen } = byKind[kind];
        return (
          <Figure
            key={kind}
            name={LIST_KIND_NAMES[kind]}
            note={kind === 'recovery' ? recoveryText(amountFen) : yuanText(amountFen)}
          >
            {persons === 0 ? (
              personsText(0)
            ) : (
              <ListLink month={month} county={county} filter={{ kind }}>
                {personsText(persons)}
              </ListLink>
            )}
          </Figure>
        );
      })}
    </Figures>
  );
}
