import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Invoice } from '@billport/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runDemo } from './command.ts';

const data = (name: string) => fileURLToPath(new URL(`data/${name}`, import.meta.url));
const BILL = data('expected-bill.json');
const USAGE = data('azure-llm-code.csv');

let folder: string;
let out: string;
let errors: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'billport-demo-'));
  out = '';
  errors = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** The demo's bill with one text of it replaced. */
function changedBill(from: string, to: string): string {
  const text = readFileSync(BILL, 'utf8');
  if (!text.includes(from)) throw new Error(`the bill has no ${from}`);
  const file = join(folder, 'bill.json');
  writeFileSync(file, text.replace(from, to));
  return file;
}

describe('the demo', () => {
  it('prints the invoice of the real usage file, with 1,303.34 USD due', async () => {
    expect(await runDemo([])).toBe(0);
    const lines = out.split('\n');
    expect(lines.filter((line) => /Total due .* 1,303\.34 USD/.test(line))).toHaveLength(1);
    expect(out).toContain('18,059,974');
    expect(out).toMatch(/Coupon WELCOME10 .*−124\.33/);
    expect(out).toMatch(/Tax city, 1\.5 % of 36\.75 .*0\.55/);
    expect(out).toMatch(/8,819 rows, 79,371 events recorded in \d+\.\d\d s/);
    expect(out).toContain('No difference');
    expect(errors).toBe('');
  });

  it('prints nothing but the invoice as JSON', async () => {
    expect(await runDemo(['--', '--json'])).toBe(0);
    const invoice = JSON.parse(out) as Invoice;
    expect(invoice.totals.due).toEqual({ amount: '1303.34', currency: 'USD' });
    expect(invoice.fees).toHaveLength(11);
  });

  it.each([
    ['invoice.total_amount_cents: expected 130335', '_cents": 130334', '_cents": 130335'],
    ['fees.input_tokens.ranges.1.amount: expected 33, got 32', '"amount": "32"', '"amount": "33"'],
  ])('ends with 1 and names the difference %s', async (message, from, to) => {
    expect(await runDemo(['--bill', changedBill(from, to), '--events', USAGE])).toBe(1);
    expect(out).toContain('1 of 172 values differ');
    expect(out).toContain(message);
  });

  it('says so when the usage is not what the bill describes', async () => {
    const usage = join(folder, 'usage.csv');
    const [header, ...rows] = readFileSync(USAGE, 'utf8').trim().split('\n');
    writeFileSync(usage, [header, ...rows.slice(1)].join('\n'));
    expect(await runDemo(['--bill', BILL, '--events', usage])).toBe(1);
    expect(errors).toContain('dataset.rows is 8818, the bill says 8819');
    expect(out).toContain('fees.requests.units: expected 8819, got 8818');
  });

  it.each([
    ['--bill: ', ['--bill', '/nowhere.json']],
    ['--events: ', ['--bill', BILL, '--events', '/nowhere.csv']],
  ])('ends with 2 when a file of %s cannot be read', async (message, args) => {
    expect(await runDemo(args)).toBe(2);
    expect(errors).toContain(message);
    expect(out).toBe('');
  });

  it('ends with 2 for a field that it does not know', async () => {
    const bill = changedBill('"interval": "monthly"', '"interval": "monthly", "discount": 5');
    expect(await runDemo(['--bill', bill, '--events', USAGE])).toBe(2);
    expect(errors).toContain('plan.discount: The demo does not know this field.');
  });

  it('ends with 2 for an option that it does not have', async () => {
    expect(await runDemo(['--yaml'])).toBe(2);
    expect(errors).toContain("unknown option '--yaml'");
  });
});
