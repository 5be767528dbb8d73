import { manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import type { TimedBilling } from './timed-billing.ts';

/** The embedded engine in memory, standing at `startAt`. */
export async function openEmbedded(startAt: Date): Promise<TimedBilling> {
  return createEmbedded({ clock: manualClock(startAt) });
}
