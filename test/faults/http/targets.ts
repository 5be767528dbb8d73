import { paigoAccounts } from '../../conformance/paigo-harness.ts';
import type { Target } from './campaign.ts';
import { openLagoTarget } from './lago-target.ts';
import { openPaigoTarget } from './paigo-target.ts';

/**
 * The providers over HTTP that a campaign can be run on, each on an account of its own;
 * `paigo-otherwise` is one whose switches are not in their usual settings.
 */
export const targets: Readonly<Record<string, () => Promise<Target & { close(): Promise<void> }>>> =
  {
    lago: () => openLagoTarget(),
    paigo: () => openPaigoTarget(),
    'paigo-otherwise': () => openPaigoTarget({ ...paigoAccounts[1], rateLimits: false }),
  };
