import { styleText } from 'node:util';
import type { Invoice, Period, Plan } from '@billport/core';
import Table from 'cli-table3';
import { feeRows } from './fee-rows.ts';
import { type CreditNames, totalRows } from './total-rows.ts';

const WITHOUT_COLORS = { style: { head: [], border: [] } };

const strong = (text: string) => styleText('bold', text);
const faint = (text: string) => styleText('dim', text);

/** First and last day of a period in the customer's time zone. */
function daysText(period: Period, timezone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: timezone });
  const days = format.formatRange(new Date(period.from), new Date(Date.parse(period.to) - 1));
  // Thin spaces around the dash look like none in a terminal.
  return days.replaceAll('\u2009', ' ');
}

function heading(invoice: Invoice, plan: Plan, timezone: string): string {
  const { period, chargesPeriod } = invoice.periods.at(-1) ?? {};
  const billed = period ?? chargesPeriod;
  const parts = [
    `Invoice ${invoice.number ?? invoice.id}`,
    plan.name ?? plan.code,
    ...(billed === undefined ? [] : [daysText(billed, timezone)]),
    timezone,
  ];
  return strong(parts.join(' · '));
}

function feeTable(invoice: Invoice, plan: Plan): string {
  const table = new Table({
    head: ['Item', 'Units', 'Events', 'Unit price', invoice.currency].map(strong),
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    ...WITHOUT_COLORS,
  });
  for (const fee of invoice.fees) {
    const [line, ...tiers] = feeRows(fee, plan);
    if (line !== undefined) table.push([...line]);
    table.push(...tiers.map((row) => row.map(faint)));
  }
  return compact(table.toString(), 1);
}

/** Leaves out the rules between lines, but for the one under the head. */
function compact(table: string, headLines = 0): string {
  const isRule = (line: string) => line.includes('├');
  const lines = table.split('\n');
  return lines.filter((line, index) => !isRule(line) || index === headLines + 1).join('\n');
}

function totalTable(invoice: Invoice, names: CreditNames): string {
  const table = new Table({ colAligns: ['left', 'right'], ...WITHOUT_COLORS });
  for (const [label, amount, stands] of totalRows(invoice, names)) {
    table.push(stands ? [strong(label), strong(amount)] : [label, amount]);
  }
  return compact(table.toString());
}

/**
 * An invoice as a person reads it: the lines with their tiers, then every sum.
 * @param names - What the customer calls its credit notes and wallets, by id.
 */
export function invoiceTable(
  invoice: Invoice,
  plan: Plan,
  timezone: string,
  names: CreditNames,
): string {
  return [
    heading(invoice, plan, timezone),
    feeTable(invoice, plan),
    totalTable(invoice, names),
  ].join('\n');
}
