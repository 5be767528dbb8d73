import type { Billing } from '@billport/core';
import { createLago } from '@billport/lago';
import { createPaigo } from '@billport/paigo';
import { openEmbedded } from '../provider/embedded.ts';
import { openLagoEmulator } from '../provider/lago-emulator.ts';
import { openPaigoEmulator } from '../provider/paigo-emulator.ts';
import type { TimedBilling } from '../provider/timed-billing.ts';

/** A provider, and the hand that moves its time where there is one. */
export type Opened = Billing & Partial<Pick<TimedBilling, 'advanceTo'>>;

/**
 * The providers by name: an account where the environment says where it is, else an emulator that is
 * started here.
 */
export const providers = {
  embedded: openEmbedded,
  lago: async (startAt: Date): Promise<Opened> =>
    process.env.LAGO_API_URL === undefined ? openLagoEmulator(startAt) : createLago(),
  paigo: async (startAt: Date): Promise<Opened> =>
    process.env.PAIGO_API_URL === undefined ? openPaigoEmulator(startAt) : createPaigo(),
} satisfies Record<string, (startAt: Date) => Promise<Opened>>;

/** The name of one of them. */
export type ProviderName = keyof typeof providers;
