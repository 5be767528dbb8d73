import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readBill } from '../bill/bill-file.ts';
import { compareDataset } from '../compare/compare-bill.ts';
import { readUsageFile, toUsageFile } from './usage-file.ts';

const path = (name: string) => fileURLToPath(new URL(`../data/${name}`, import.meta.url));
const csv = (text: string) => toUsageFile(Buffer.from(text), 'usage.csv');

describe('a usage file', () => {
  it('is the one that the bill of the demo describes, in every fact', async () => {
    const file = await readUsageFile(path('azure-llm-code.csv'));
    const { dataset } = await readBill(path('expected-bill.json'));
    const { compared, differences } = compareDataset(dataset ?? {}, file);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(20);
  });

  it('shows where it is another one than described', () => {
    const file = csv('transaction_id,timestamp,v\na,2026-01-01T00:00:00Z,2\n');
    const { differences } = compareDataset({ rows: 2, sums: { v: '3' } }, file);
    expect(differences.map(({ path: at, got }) => [at, got])).toEqual([
      ['dataset.rows', '1'],
      ['dataset.sums.v', '2'],
    ]);
  });

  it('leaves out empty cells', () => {
    const [row] = csv('transaction_id,timestamp,v,region\na,2026-01-01T00:00:00Z,,eu\n').rows;
    expect(row?.values).toEqual({ region: 'eu' });
  });

  it('takes offsets and seconds since 1970, cut to milliseconds', () => {
    const { rows } = csv(
      'transaction_id,timestamp\na,2026-01-01T02:00:00.1239+02:00\nb,1767225600.5009\n',
    );
    expect(rows.map(({ timestamp }) => timestamp)).toEqual([
      '2026-01-01T00:00:00.123Z',
      '2026-01-01T00:00:00.500Z',
    ]);
  });

  it.each([
    ['usage.csv has no column transaction_id', 'timestamp\n2026-01-01T00:00:00Z\n'],
    ['usage.csv has no column timestamp', 'transaction_id\na\n'],
    ['usage.csv, row 1: timestamp', 'transaction_id,timestamp\na,2026-01-01\n'],
    ['usage.csv, row 2: transaction_id is empty', 'transaction_id,timestamp\na,0\n,0\n'],
    ['usage.csv is not a CSV file', 'transaction_id,timestamp\n"a,0\n'],
  ])('says that %s', (message, text) => {
    expect(() => csv(text)).toThrow(message);
  });
});
