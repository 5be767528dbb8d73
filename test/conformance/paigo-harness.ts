import { type Backend, createFaultyFetch, type Harness } from '@billport/conformance';
import { toEpochMs } from '@billport/core';
import { PAIGO_SWITCH_SETTINGS, type PaigoSwitches, startPaigo } from '@billport/emulator';
import { createPaigo } from '@billport/paigo';

/** In the middle of a month of 31 days: no period ends within a week of it. */
const START = '2026-01-15T12:00:00Z';

/** What no error may show. */
const CLIENT_ID = 'canary-id-4d0c6a54-51e1-4f38-b6f1-2d7c1b1a9f60';
const CLIENT_SECRET = 'canary-secret-9b2e7c18-7c5f-4f0e-8b64-0a3f5d2c6e71';

/** Usage can be read when it is older than this (`facts/paigo.md §3.6`: the end lies before now). */
const READABLE_AFTER_MS = 2000;

/** Some switches of the emulator in another setting than the usual one. */
export type PaigoAccount = Partial<PaigoSwitches>;

type Setting = PaigoSwitches[keyof PaigoSwitches];

/** With ten requests a second the whole suite would take half an hour: a part of it shows the same. */
const SLOW: keyof PaigoSwitches = 'rateLimits';

/** What a call may take until it gets through a limit that does not say how long to wait. */
const PATIENT_ATTEMPTS = 12;

const settings = Object.entries(PAIGO_SWITCH_SETTINGS).filter(
  ([name]) => name !== SLOW,
) as unknown as readonly (readonly [keyof PaigoSwitches, readonly Setting[]])[];

/** Every switch in each other setting, alone: what can be seen by `--each`. */
export const eachSwitch: readonly PaigoAccount[] = settings.flatMap(([name, [, ...others]]) =>
  others.map((setting): PaigoAccount => ({ [name]: setting })),
);

/**
 * Accounts that between them have every setting of every switch: the usual one, then all switches in
 * their second setting, then in their third where there is one, and so on.
 */
export const paigoAccounts: readonly PaigoAccount[] = Array.from(
  { length: Math.max(...settings.map(([, all]) => all.length)) },
  (_, place): PaigoAccount =>
    Object.fromEntries(settings.map(([name, all]) => [name, all[place] ?? all.at(-1)])),
);

/** How customers of the suite pay. */
export type PaymentChannel = 'manual' | 'Stripe';

/** A harness whose requests can be watched. */
export interface PaigoHarness extends Harness {
  /** Makes a backend whose requests leave through this `fetch`. */
  createOver(fetch: typeof globalThis.fetch): Promise<Backend>;
}

/** Paigo's adapter over real HTTP against an emulated account, a new one for each scenario. */
export function paigoHarness(
  account: PaigoAccount,
  name: string,
  paymentChannel: PaymentChannel = 'manual',
): PaigoHarness {
  const harness: PaigoHarness = {
    name: `paigo, ${name}`,
    create: () => harness.createOver(globalThis.fetch),
    async createOver(fetch) {
      const emulator = await startPaigo({
        ...account,
        clientId: CLIENT_ID,
        clientSecret: CLIENT_SECRET,
        startAt: START,
        frozen: true,
      });
      const faults = createFaultyFetch(fetch);
      const provider = createPaigo({
        url: emulator.url,
        tokenUrl: emulator.tokenUrl,
        clientId: CLIENT_ID,
        clientSecret: CLIENT_SECRET,
        paymentChannel,
        ...(account.rateLimits && { maxAttempts: PATIENT_ATTEMPTS }),
        fetch: faults.fetch,
        clock: emulator.state.clock,
        environment: {},
      });
      return {
        provider,
        now: () => emulator.state.now(),
        advanceTo: (instant) => emulator.advanceTo(instant),
        async settle() {
          const readable = toEpochMs(emulator.state.now()) + READABLE_AFTER_MS;
          await emulator.advanceTo(new Date(readable));
          await emulator.settle();
        },
        dispose: () => emulator.close(),
        faults,
        requests: () => faults.requests(),
        secrets: [CLIENT_ID, CLIENT_SECRET],
      };
    },
  };
  return harness;
}

/** The harnesses of every other account: the ways to pay take turns. */
export function paigoHarnesses(paymentChannel: PaymentChannel): PaigoHarness[] {
  return paigoAccounts.flatMap((account, place) => {
    const name = `every switch in setting ${place + 1}, customers pay by ${paymentChannel}`;
    const isTurn = (place % 2 === 0) === (paymentChannel === 'manual');
    return isTurn ? [paigoHarness(account, name, paymentChannel)] : [];
  });
}
