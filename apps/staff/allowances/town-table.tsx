import type { CountyResult, Totals } from '#modules/allowances/contract.ts';
import { TableFrame } from '../../kit/antd/data-table.tsx';
import { countText } from '../../kit/count.ts';
import { yuanText } from '../../kit/money.tsx';
import { bandText, personsInBand, startingAges, type Town } from './band.ts';
import { ListLink } from './list-link.tsx';

type ListAddress = { month: string; county: string };
type TownTableProps = ListAddress & { towns: CountyResult['byTown']; totals: Totals };

/** 乡镇街道 × 年龄档: persons in each cell, opening exactly these persons; persons and money per town. */
export function TownTable({ month, county, towns, totals }: TownTableProps) {
  const ages = startingAges(towns);
  const address = { month, county };
  return (
    <TableFrame caption="各乡镇街道、各年龄档人数和金额">
      <thead>
        <tr>
          <th scope="col">乡镇街道</th>
          {[...ages.map(bandText), '合计人数', '应发金额'].map((title) => (
            <th key={title} scope="col" className="kit-cell-number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {towns.map((town) => (
          <TownRow
            key={town.code}
            address={address}
            name={town.name}
            town={town.code}
            ages={ages}
            towns={[town]}
            sum={town}
          />
        ))}
      </tbody>
      <tfoot>
        <TownRow address={address} name="合计" ages={ages} towns={towns} sum={totals} />
      </tfoot>
    </TableFrame>
  );
}

type TownRowProps = {
  address: ListAddress;
  name: string;
  /** Left out in the row that adds up all towns. */
  town?: string;
  ages: readonly number[];
  towns: readonly Town[];
  sum: { persons: number; amountFen: number };
};

function TownRow({ address, name, town, ages, towns, sum }: TownRowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {ages.map((fromAge) => (
        <NumberCell
          key={fromAge}
          {...address}
          filter={{ kind: 'due', town, fromAge }}
          name={`${name}${bandText(fromAge)}`}
          text={countText(personsInBand(towns, fromAge))}
        />
      ))}
      <NumberCell {...address} filter={{ kind: 'due', town }} name={`${name}人数`} text={countText(sum.persons)} />
      <NumberCell {...address} filter={{ kind: 'due', town }} name={`${name}应发金额`} text={yuanText(sum.amountFen)} />
    </tr>
  );
}

type NumberCellProps = ListAddress & {
  filter: { kind: 'due'; town?: string | undefined; fromAge?: number };
  name: string;
  text: string;
};

function NumberCell({ month, county, filter, name, text }: NumberCellProps) {
  return (
    <td className="kit-cell-number">
      {text === '0' ? (
        text
      ) : (
        <ListLink month={month} county={county} filter={filter} label={`${name} ${text}，打开清册`}>
          {text}
        </ListLink>
      )}
    </td>
  );
}
