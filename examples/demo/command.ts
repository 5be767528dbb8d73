import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BillingError } from '@billport/core';
import { Command, CommanderError, Option } from 'commander';
import { type Bill, readBill } from './bill/bill-file.ts';
import { billedBill } from './compare/billed-bill.ts';
import { compareBill, compareDataset } from './compare/compare-bill.ts';
import { type ProviderName, providers } from './provider/providers.ts';
import { comparisonText } from './report/comparison-text.ts';
import { invoiceTable } from './report/invoice-table.ts';
import { progressBar } from './report/progress.ts';
import { runSummary } from './report/run-summary.ts';
import { type BillRun, runBill } from './run/run-bill.ts';
import { readUsageFile, type UsageFile } from './usage/usage-file.ts';

/** What the command ends with. */
const EXIT = { same: 0, different: 1, failed: 2 } as const;

const DEMO_BILL = fileURLToPath(new URL('data/expected-bill.json', import.meta.url));

interface Options {
  readonly bill?: string;
  readonly events?: string;
  readonly json?: true;
  readonly provider: ProviderName;
}

function parse(args: readonly string[]): Options {
  const command = new Command('demo')
    .description('Bills a usage file with a plan and prints the invoice.')
    .option('--bill <file>', 'plan, subscription, customer and expected bill (JSON)')
    .option(
      '--events <file>',
      "usage, one row an event for each metric (CSV); the bill's dataset when absent",
    )
    .addOption(
      new Option('--provider <name>', 'what bills it')
        .choices(Object.keys(providers))
        .default('embedded'),
    )
    .option('--json', 'print the invoice as JSON')
    .allowExcessArguments(false)
    .exitOverride();
  // pnpm hands over the `--` of `pnpm demo -- --json`.
  const given = args[0] === '--' ? args.slice(1) : args;
  return command.parse([...given], { from: 'user' }).opts<Options>();
}

/** pnpm runs scripts in the root of the workspace; a path is meant from where the user stands. */
function fromUser(path: string): string {
  const here = resolve(path);
  const start = process.env.INIT_CWD;
  return existsSync(here) || start === undefined ? here : resolve(start, path);
}

function eventsPath(options: Options, billPath: string, bill: Bill): string {
  if (options.events !== undefined) return fromUser(options.events);
  if (bill.dataset?.file !== undefined) return resolve(dirname(billPath), bill.dataset.file);
  throw new BillingError('invalid_input', {
    message: '--events: name the usage file, since the bill names none.',
  });
}

async function run(
  bill: Bill,
  usage: UsageFile,
  provider: ProviderName,
  shown: boolean,
): Promise<BillRun> {
  const progress = progressBar(usage.rows.length, shown);
  try {
    return await runBill(bill, usage, { provider, onProgress: progress.update });
  } finally {
    progress.stop();
  }
}

/** What the customer calls its credits, by their ids at the provider. */
function creditNames({ creditNotes, wallets }: BillRun): Map<string, string> {
  return new Map([...creditNotes, ...wallets].map(([name, { id }]) => [id, name]));
}

function print(result: BillRun, json: boolean): void {
  const { invoice, plan, times } = result;
  const text = json
    ? JSON.stringify(invoice, undefined, 2)
    : `${invoiceTable(invoice, plan, times.timezone, creditNames(result))}\n${runSummary(result)}`;
  process.stdout.write(`${text}\n`);
}

/** Says where the usage file is not the one that the bill describes; it is billed all the same. */
function checkDataset(bill: Bill, usage: UsageFile): void {
  if (bill.dataset === undefined) return;
  for (const { path, expected, got } of compareDataset(bill.dataset, usage).differences) {
    process.stderr.write(`Another usage file: ${path} is ${got}, the bill says ${expected}.\n`);
  }
}

async function bill(options: Options): Promise<number> {
  const path = options.bill === undefined ? DEMO_BILL : fromUser(options.bill);
  const json = options.json ?? false;
  const given = await readBill(path);
  const usage = await readUsageFile(eventsPath(options, path, given));
  checkDataset(given, usage);
  const result = await run(given, usage, options.provider, process.stdout.isTTY && !json);
  print(result, json);
  if (given.expected === undefined) return EXIT.same;
  const comparison = compareBill(given.expected, billedBill(result, given));
  const out = json ? process.stderr : process.stdout;
  out.write(`${comparisonText(comparison)}\n`);
  return comparison.differences.length === 0 ? EXIT.same : EXIT.different;
}

/**
 * The demo as a command: bills the usage file, prints the invoice, compares it.
 * @returns 0 when nothing differs from the expected bill, 1 when something does, 2 when the
 * arguments or the files are wrong.
 */
export async function runDemo(args: readonly string[]): Promise<number> {
  try {
    return await bill(parse(args));
  } catch (error) {
    // Commander has said what was wrong, or has printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.same : EXIT.failed;
    if (!BillingError.is(error)) throw error;
    const where = error.operation === undefined ? '' : `${error.operation}: `;
    process.stderr.write(`${where}${error.message}\n`);
    return EXIT.failed;
  }
}
