import type { CleanFact } from './clean-facts.ts';

type Entries = { [name: string]: CleanFact };

function isObject(value: CleanFact | undefined): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMoney(value: Entries): value is { amount: string; currency: string } {
  return (
    Object.keys(value).length === 2 &&
    typeof value.amount === 'string' &&
    typeof value.currency === 'string'
  );
}

const quoted = (text: string) => `"${text.replaceAll('"', '\\"')}"`;

/** A value within a list: quoted where it could be taken for two. */
const listed = (text: string) => (text === '' || text.includes(',') ? quoted(text) : text);

/** A value that fits on one line, or undefined for one that has lines of its own. */
function inline(value: CleanFact): string | undefined {
  if (typeof value === 'string') return value === '' ? '""' : value;
  if (typeof value !== 'object' || value === null) return String(value);
  if (!Array.isArray(value)) {
    if (isMoney(value)) return `${value.amount} ${value.currency}`;
    return Object.keys(value).length === 0 ? '{}' : undefined;
  }
  if (value.length === 0) return '[]';
  if (value.some((item) => typeof item === 'object' && item !== null)) return undefined;
  return value.map((item) => listed(String(item))).join(', ');
}

const nameOf = (name: string) => (/^[\w-]+$/.test(name) ? name : quoted(name));

/** Rows as a table, or undefined where a cell would need more than a line. */
function tableOf(rows: readonly CleanFact[]): string[] | undefined {
  if (!rows.every(isObject)) return undefined;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns.map(nameOf).join('\t')];
  for (const row of rows) {
    const cells: string[] = [];
    for (const column of columns) {
      const cell = Object.hasOwn(row, column) ? inline(row[column] as CleanFact) : '';
      if (cell === undefined) return undefined;
      cells.push(cell);
    }
    lines.push(cells.join('\t'));
  }
  return lines;
}

function listLines(name: string, items: readonly CleanFact[], indent: string): string[] {
  const head = `${indent}${nameOf(name)}[${items.length}]:`;
  const table = tableOf(items);
  if (table !== undefined) return [head, ...table.map((line) => indent + line)];
  return [
    head,
    ...items.flatMap((item) => {
      if (!isObject(item)) return [`${indent}- ${inline(item) ?? JSON.stringify(item)}`];
      const [first = '', ...others] = recordLines(item, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...others];
    }),
  ];
}

function recordLines(record: Entries, indent: string): string[] {
  const short: string[] = [];
  const long: string[] = [];
  for (const [name, value] of Object.entries(record)) {
    const text = inline(value);
    if (text !== undefined) short.push(`${indent}${nameOf(name)}: ${text}`);
    else if (Array.isArray(value)) long.push(...listLines(name, value, indent));
    else long.push(`${indent}${nameOf(name)}:`, ...recordLines(value as Entries, `${indent}  `));
  }
  return [...short, ...long];
}

/**
 * Clean facts as lines. A list of flat rows is a table: `items[20]:`, the names of the columns, and
 * a line for each row, with tabs between, which cost a twentieth fewer tokens than bars. Anything
 * else is `name: value`, indented below the thing that it belongs to.
 */
export function renderFacts(facts: Entries): string[] {
  return recordLines(facts, '');
}
