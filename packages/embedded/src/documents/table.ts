import { type Html, html } from './html.ts';

/** A column of a table. Numbers stand at the right. */
export interface TableColumn {
  readonly title: string;
  readonly number?: boolean;
}

/** A row; a total stands out. */
export interface TableRow {
  readonly cells: readonly (string | Html)[];
  readonly total?: boolean;
}

const classOf = (column: TableColumn | undefined) =>
  column?.number ? html` class="number"` : undefined;

/** A table with a caption; nothing when there is no row. */
export function table(
  caption: string,
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
): Html | undefined {
  if (rows.length === 0) return undefined;
  const heads = columns.map(
    (column) => html`<th scope="col"${classOf(column)}>${column.title}</th>`,
  );
  const lines = rows.map(({ cells, total }) => {
    const fields = cells.map((cell, index) => html`<td${classOf(columns[index])}>${cell}</td>`);
    return html`<tr${total ? html` class="total"` : undefined}>${fields}</tr>\n`;
  });
  return html`<table>
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines}</tbody>
</table>
`;
}

/** Names and values, one under the other; a value that is missing is left out. */
export function facts(values: Readonly<Record<string, string | undefined>>): Html {
  const lines = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [html`<dt>${name}</dt><dd>${value}</dd>\n`],
  );
  return html`<dl>
${lines}</dl>
`;
}
