import { Link } from '@tanstack/react-router';
import type { RuleRow } from '#modules/policy/contract.ts';
import { TableFrame } from '../../kit/antd/data-table.tsx';
import { BandAmount } from './band-amount.tsx';
import { type BandCell, bandCells, columnAges } from './band-cells.ts';
import { RuleStateTag } from './rule-tags.tsx';
import { LAYER_NAMES } from './rule-words.ts';

type RulebookTableProps = { rows: readonly RuleRow[]; cityOf: (row: RuleRow) => string };

/** 地区 × 年龄档: one row for each rule, one column from each age on at which some rule changes. */
export function RulebookTable({ rows, cityOf }: RulebookTableProps) {
  const ages = columnAges(rows);
  return (
    <TableFrame caption="各地各年龄档标准">
      <thead>
        <tr>
          <th scope="col">城市</th>
          <th scope="col">规则</th>
          <th scope="col">层次</th>
          <th scope="col">状态</th>
          {ages.map((age) => (
            <th key={age} scope="col" className="staff-band">
              {age}岁起
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.file}>
            <td>{cityOf(row)}</td>
            <th scope="row">
              <Link to="/rule" search={{ file: row.file, version: row.version ?? undefined }}>
                {row.title}
              </Link>
              {row.role === 'floor' && <span className="staff-aside">最低标准，不直接发放</span>}
            </th>
            <td>{LAYER_NAMES[row.layer]}</td>
            <td>
              <RuleStateTag state={row.state} />
            </td>
            <BandCells row={row} ages={ages} />
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function BandCells({ row, ages }: { row: RuleRow; ages: readonly number[] }) {
  if (ages.length === 0) return null;
  if (row.bands.length === 0) {
    return (
      <td colSpan={ages.length} className="staff-band-none">
        标准待定夺
      </td>
    );
  }
  return bandCells(row.bands, ages).map((cell) => (
    <td
      key={cell.fromAge}
      colSpan={cell.columns}
      className={cell.bands.length === 0 ? 'staff-band-none' : 'staff-band'}
    >
      <CellText cell={cell} />
    </td>
  ));
}

function CellText({ cell: { bands } }: { cell: BandCell }) {
  if (bands.length === 0) return '无';
  return bands.map((band) => <BandAmount key={`${band.name}|${band.conditions.join()}`} band={band} />);
}
