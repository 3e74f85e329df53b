import type { ReactNode } from 'react';

export type Direction = 'up' | 'down';
export type Sort<Key extends string> = { by: Key; direction: Direction };

export type Column<Row, Key extends string> = {
  key: string;
  title: string;
  /** Given when the table can be sorted by this column. */
  sortKey?: Key;
  number?: boolean;
  /** The cell that names its row. */
  heading?: boolean;
  cell: (row: Row) => ReactNode;
};

type DataTableProps<Row, Key extends string> = {
  caption: string;
  columns: readonly Column<Row, Key>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  sort?: Sort<Key> | undefined;
  onSort?: (sort: Sort<Key>) => void;
  /** The whole row opens the first link in it. */
  rowsOpen?: boolean;
  foot?: ReactNode;
};

/** 表格: a plain table with caption and headings that screen readers and printers understand. */
export function DataTable<Row, Key extends string = never>(props: DataTableProps<Row, Key>) {
  const { caption, columns, rows, rowKey, sort, onSort, rowsOpen, foot } = props;
  return (
    <TableFrame caption={caption} rowsOpen={rowsOpen ?? false}>
      <thead>
        <tr>
          {columns.map((column) => (
            <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <BodyCell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
      {foot !== undefined && <tfoot>{foot}</tfoot>}
    </TableFrame>
  );
}

/** The frame alone, for tables whose cells span. Scrolls sideways by keyboard where the window is narrow. */
export function TableFrame(props: { caption: string; rowsOpen?: boolean; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="kit-table-frame" aria-label={props.caption} tabIndex={0}>
      <table className={props.rowsOpen ? 'kit-table kit-table-opens' : 'kit-table'}>
        <caption className="kit-hidden">{props.caption}</caption>
        {props.children}
      </table>
    </section>
  );
}

type HeadCellProps<Row, Key extends string> = {
  column: Column<Row, Key>;
  sort: Sort<Key> | undefined;
  onSort: ((sort: Sort<Key>) => void) | undefined;
};

function HeadCell<Row, Key extends string>({ column, sort, onSort }: HeadCellProps<Row, Key>) {
  const className = column.number ? 'kit-cell-number' : undefined;
  const { sortKey } = column;
  if (sortKey === undefined || onSort === undefined) {
    return (
      <th scope="col" className={className}>
        {column.title}
      </th>
    );
  }
  const direction = sort?.by === sortKey ? sort.direction : undefined;
  return (
    <th scope="col" className={className} aria-sort={ariaSort(direction)}>
      <button
        type="button"
        className="kit-sort"
        onClick={() => onSort({ by: sortKey, direction: direction === 'up' ? 'down' : 'up' })}
      >
        {column.title}
        <span aria-hidden="true">{direction === undefined ? ' ↕' : direction === 'up' ? ' ↑' : ' ↓'}</span>
      </button>
    </th>
  );
}

function ariaSort(direction: Direction | undefined): 'ascending' | 'descending' | 'none' {
  if (direction === undefined) return 'none';
  return direction === 'up' ? 'ascending' : 'descending';
}

function BodyCell<Row, Key extends string>({ column, row }: { column: Column<Row, Key>; row: Row }) {
  const className = column.number ? 'kit-cell-number' : undefined;
  if (column.heading) {
    return (
      <th scope="row" className={className}>
        {column.cell(row)}
      </th>
    );
  }
  return <td className={className}>{column.cell(row)}</td>;
}
