import { openEmbedded } from '../../provider/embedded.ts';
import type { TimedBilling } from '../../provider/timed-billing.ts';
import { openLago } from './lago.ts';

/** Providers that the demo can play a bill on, each opened at the moment that the bill begins. */
export const providers = {
  embedded: openEmbedded,
  lago: openLago,
} satisfies Record<string, (startAt: Date) => Promise<TimedBilling>>;

/** The name of one of them. */
export type ProviderName = keyof typeof providers;
