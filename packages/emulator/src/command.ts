import { BillingError } from '@billport/core';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CHECKS } from './lago/check-options.ts';
import { type LagoEmulator, type LagoEmulatorOptions, startLago } from './lago/start-lago.ts';
import { DEFAULT_SWITCHES, EVENT_STORES } from './lago/switches.ts';
import type { Check } from './machinery/setting-checks.ts';

function refuseWrong(check: Check, value: unknown): void {
  const problem = check(value);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
}

/** Reads a text that the check takes. The reader throws InvalidArgumentError for another one. */
function textOf(check: Check): (text: string) => string {
  return (text) => {
    refuseWrong(check, text);
    return text;
  };
}

/** The same for a whole number, written in digits. */
function numberOf(check: Check): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    refuseWrong(check, number);
    return number;
  };
}

/** Options of `billport-emulator lago`, as commander reads them. */
interface Flags {
  readonly port: number;
  readonly host: string;
  readonly apiKey?: string;
  readonly hmacKey?: string;
  readonly premium: 'on' | 'off';
  readonly paymentProvider: 'on' | 'off';
  readonly eventStore: 'postgres' | 'clickhouse';
  readonly allCurrencies: boolean;
  readonly rateLimits: boolean;
  readonly jobDelay: number;
  readonly startAt?: string;
  readonly frozen: boolean;
}

function optionsOf(flags: Flags): LagoEmulatorOptions {
  const { port, host, apiKey, hmacKey, eventStore, allCurrencies, rateLimits, startAt, frozen } =
    flags;
  return {
    port,
    host,
    eventStore,
    allCurrencies,
    rateLimits,
    frozen,
    premium: flags.premium === 'on',
    paymentProvider: flags.paymentProvider === 'on',
    jobDelayMs: flags.jobDelay,
    ...(apiKey !== undefined && { apiKey }),
    ...(hmacKey !== undefined && { hmacKey }),
    ...(startAt !== undefined && { startAt }),
  };
}

/** Why the server did not start, in words. */
function reasonOf(error: unknown, { port, host }: Flags): string {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken. Choose another one with --port, or a free one with --port 0.`;
  }
  if (code === 'EACCES') return `Port ${port} may not be used by this user. Choose one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is not an address of this machine. Leave --host out to listen at 127.0.0.1.`;
  }
  if (BillingError.is(error)) return error.message;
  return error instanceof Error ? error.message : String(error);
}

function greeting({ url, state }: LagoEmulator, apiKey: string): string {
  return `Lago emulator at ${url}, time ${state.now()}
API base:  ${url}/api/v1
Control:   ${url}/emulator

Try:
  curl ${url}/api/v1/customers \\
    -H "Authorization: Bearer ${apiKey}" \\
    -H "Content-Type: application/json" \\
    -d '{"customer":{"external_id":"acme","name":"Acme"}}'

Press Ctrl+C to stop. Nothing is kept.
`;
}

/** Ends the process in good order when it is told to stop. */
function stopOnSignal(emulator: LagoEmulator): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void emulator.close());
  }
}

/** Starts the server and prints where it is; with exit code 1 when it cannot start. */
async function runLago(flags: Flags, command: Command): Promise<void> {
  const emulator = await startLago(optionsOf(flags)).catch((error: unknown) =>
    command.error(reasonOf(error, flags), { exitCode: 1 }),
  );
  stopOnSignal(emulator);
  process.stdout.write(greeting(emulator, flags.apiKey ?? 'any-key'));
}

const onOrOff = (flags: string, description: string) =>
  new Option(flags, description).choices(['on', 'off']).default('on');

/**
 * The command `billport-emulator`.
 * @param version What `--version` prints.
 */
export function emulatorCommand(version: string): Command {
  const program = new Command('billport-emulator')
    .description("Local servers that speak billing platforms' wire protocols, for tests.")
    .version(version);
  program
    .command('lago')
    .description('Emulate Lago on this machine. Everything is in memory.')
    .option('--port <number>', 'port to listen at; 0: a free one', numberOf(CHECKS.port), 3000)
    .option('--host <address>', 'address to listen at', textOf(CHECKS.host), '127.0.0.1')
    .option('--api-key <key>', 'the only API key to let in; any when absent', textOf(CHECKS.apiKey))
    .option(
      '--hmac-key <key>',
      'the key of webhooks that are signed by HMAC',
      textOf(CHECKS.hmacKey),
    )
    .addOption(onOrOff('--premium <on|off>', 'whether the account has a licence'))
    .addOption(onOrOff('--payment-provider <on|off>', 'whether customers can be charged'))
    .addOption(
      new Option('--event-store <store>', 'where events are kept')
        .choices(EVENT_STORES)
        .default(DEFAULT_SWITCHES.eventStore),
    )
    .option('--all-currencies', 'take every currency of ISO 4217, not only those of Lago', false)
    .option('--rate-limits', "limit requests as Lago's cloud does", false)
    .option(
      '--job-delay <ms>',
      'until work behind the answers is done',
      numberOf(CHECKS.jobDelayMs),
      DEFAULT_SWITCHES.jobDelayMs,
    )
    .option(
      '--start-at <moment>',
      'when the account begins, such as 2026-01-01T00:00:00Z',
      textOf(CHECKS.startAt),
    )
    .option('--frozen', 'let time stand still until it is moved', false)
    .action((flags: Flags, command: Command) => runLago(flags, command));
  return program;
}
