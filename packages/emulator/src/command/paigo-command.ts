import { BillingError } from '@billport/core';
import { Command, InvalidArgumentError } from 'commander';
import { CHECKS } from '../paigo/check-options.ts';
import { type PaigoEmulator, type PaigoEmulatorOptions, startPaigo } from '../paigo/start-paigo.ts';
import { DEFAULT_JOB_DELAY_MS } from '../paigo/state.ts';
import { type PaigoSwitches, SWITCH_SETTINGS, SWITCHES } from '../paigo/switches.ts';
import { AUDIENCE } from '../paigo/tokens.ts';
import {
  type CommonFlags,
  commonSettings,
  textOf,
  withAddress,
  withTime,
} from './option-readers.ts';
import { runEmulator } from './run-emulator.ts';

/** Options of `billport-emulator paigo`, as commander reads them. */
interface Flags extends CommonFlags {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly taxRate?: string;
  readonly set?: Partial<PaigoSwitches>;
}

/**
 * Reads `name=value` of a switch, and adds it to those that were read.
 * @throws InvalidArgumentError for an unknown switch or a wrong value.
 */
function switchOf(text: string, former: Partial<PaigoSwitches> = {}): Partial<PaigoSwitches> {
  const [name = '', value, ...rest] = text.split('=');
  if (value === undefined || rest.length > 0) {
    throw new InvalidArgumentError('Write a switch and its setting, such as reads=delayed.');
  }
  const setting = value === 'true' || value === 'false' ? value === 'true' : value;
  try {
    return { ...former, ...SWITCHES.checked({ [name]: setting }) };
  } catch (error) {
    if (!BillingError.is(error, 'invalid_input')) throw error;
    throw new InvalidArgumentError(error.message);
  }
}

function optionsOf(flags: Flags): PaigoEmulatorOptions {
  const { clientId, clientSecret, taxRate, set } = flags;
  return {
    ...commonSettings(flags),
    ...set,
    ...(clientId !== undefined && { clientId }),
    ...(clientSecret !== undefined && { clientSecret }),
    ...(taxRate !== undefined && { taxRate }),
  };
}

/** The switches with their settings, the usual one first; for the help. */
const switchLines = Object.entries(SWITCH_SETTINGS)
  .map(([name, settings]) => `  ${name}=${settings.join('|')}`)
  .join('\n');

function greeting({ url, tokenUrl, state }: PaigoEmulator, flags: Flags): string {
  const { clientId = 'any-id', clientSecret = 'any-secret' } = flags;
  const grant = {
    audience: AUDIENCE,
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  };
  return `Paigo emulator at ${url}, time ${state.now()}
API base:  ${url}
Tokens:    ${tokenUrl}
Control:   ${url}/emulator

Get a token:
  curl ${tokenUrl} \\
    -H "Content-Type: application/json" \\
    -d '${JSON.stringify(grant)}'

Then, with what it answers as access_token:
  curl ${url}/customers \\
    -H "Authorization: Bearer <access_token>" \\
    -H "Content-Type: application/json" \\
    -d '{"customerId":"acme","customerName":"Acme","email":"billing@acme.example","paymentChannel":"manual"}'`;
}

/** The command `billport-emulator paigo`. */
export function paigoCommand(): Command {
  const command = new Command('paigo').description(
    'Emulate Paigo on this machine. Everything is in memory.',
  );
  withAddress(command)
    .option(
      '--client-id <id>',
      'the only client id to let in; any when absent',
      textOf(CHECKS.clientId),
    )
    .option(
      '--client-secret <secret>',
      'the only client secret to let in; any when absent',
      textOf(CHECKS.clientSecret),
    )
    .option('--tax-rate <percent>', 'the tax on invoices, such as 8.25', textOf(CHECKS.taxRate))
    .option('--set <name=setting>', 'a switch, see below; can be repeated', switchOf);
  return withTime(command, CHECKS.jobDelayMs, DEFAULT_JOB_DELAY_MS)
    .addHelpText('after', `\nSwitches, the usual setting first:\n${switchLines}`)
    .action((flags: Flags, self: Command) =>
      runEmulator(
        () => startPaigo(optionsOf(flags)),
        (emulator) => greeting(emulator, flags),
        flags,
        self,
      ),
    );
}
