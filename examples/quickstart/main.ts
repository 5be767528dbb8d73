import { BillingError, currentInstant, systemClock, toInstant } from '@billport/core';
import { Command, Option } from 'commander';
import { type ProviderName, providers } from './open-provider.ts';
import { quickstart } from './quickstart.ts';

/** The month that is played where time can be moved. */
const MONTH = {
  start: new Date('2026-03-01T00:00:00Z'),
  usedAt: toInstant('2026-03-15T12:00:00Z'),
  recordedAt: toInstant('2026-03-15T12:01:00Z'),
  end: toInstant('2026-04-01T00:00:00Z'),
};

async function run(name: ProviderName): Promise<void> {
  const billing = await providers[name](MONTH.start);
  try {
    const now = currentInstant(systemClock);
    const { advanceTo } = billing;
    await quickstart({
      billing,
      // On an account that stays, each run needs keys of its own.
      run: advanceTo === undefined ? now.replace(/\D/g, '') : 'demo',
      usedAt: advanceTo === undefined ? now : MONTH.usedAt,
      recordedAt: MONTH.recordedAt,
      monthEnd: MONTH.end,
      advanceTo: advanceTo && (async (instant) => void (await advanceTo(instant))),
      print: (line) => process.stdout.write(`${line}\n`),
    });
  } finally {
    await billing.close();
  }
}

const command = new Command('quickstart')
  .description('Onboards a customer, meters, gives credits and invoices, on any provider.')
  .addOption(
    new Option('--provider <name>', 'what bills it')
      .choices(Object.keys(providers))
      .default('embedded'),
  );
// pnpm hands over the `--` of `pnpm quickstart -- --provider lago`.
const given = process.argv.slice(2).filter((argument) => argument !== '--');
const { provider } = command.parse(given, { from: 'user' }).opts<{ provider: ProviderName }>();
try {
  await run(provider);
} catch (error) {
  if (!BillingError.is(error)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 1;
}
