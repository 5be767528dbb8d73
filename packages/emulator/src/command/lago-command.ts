import { Command, Option } from 'commander';
import { CHECKS } from '../lago/check-options.ts';
import { type LagoEmulator, type LagoEmulatorOptions, startLago } from '../lago/start-lago.ts';
import { DEFAULT_SWITCHES, EVENT_STORES } from '../lago/switches.ts';
import {
  type CommonFlags,
  commonSettings,
  onOrOff,
  textOf,
  withAddress,
  withTime,
} from './option-readers.ts';
import { runEmulator } from './run-emulator.ts';

/** Options of `billport-emulator lago`, as commander reads them. */
interface Flags extends CommonFlags {
  readonly apiKey?: string;
  readonly hmacKey?: string;
  readonly premium: 'on' | 'off';
  readonly paymentProvider: 'on' | 'off';
  readonly eventStore: 'postgres' | 'clickhouse';
  readonly allCurrencies: boolean;
  readonly rateLimits: boolean;
}

function optionsOf(flags: Flags): LagoEmulatorOptions {
  const { apiKey, hmacKey, eventStore, allCurrencies, rateLimits } = flags;
  return {
    ...commonSettings(flags),
    eventStore,
    allCurrencies,
    rateLimits,
    premium: flags.premium === 'on',
    paymentProvider: flags.paymentProvider === 'on',
    ...(apiKey !== undefined && { apiKey }),
    ...(hmacKey !== undefined && { hmacKey }),
  };
}

const greeting = ({ url, state }: LagoEmulator, apiKey: string) =>
  `Lago emulator at ${url}, time ${state.now()}
API base:  ${url}/api/v1
Control:   ${url}/emulator

Try:
  curl ${url}/api/v1/customers \\
    -H "Authorization: Bearer ${apiKey}" \\
    -H "Content-Type: application/json" \\
    -d '{"customer":{"external_id":"acme","name":"Acme"}}'`;

/** The command `billport-emulator lago`. */
export function lagoCommand(): Command {
  const command = new Command('lago').description(
    'Emulate Lago on this machine. Everything is in memory.',
  );
  withAddress(command)
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
    .option('--rate-limits', "limit requests as Lago's cloud does", false);
  return withTime(command, CHECKS.jobDelayMs, DEFAULT_SWITCHES.jobDelayMs).action(
    (flags: Flags, self: Command) =>
      runEmulator(
        () => startLago(optionsOf(flags)),
        (emulator) => greeting(emulator, flags.apiKey ?? 'any-key'),
        flags,
        self,
      ),
  );
}
