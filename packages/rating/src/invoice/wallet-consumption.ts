import { BillingError } from '@billport/core';
import { lesserMinor } from '../period/minor-units.ts';
import { DEFAULT_WALLET_PRIORITY } from './wallets.ts';

/** Credits that went into a wallet and are not all spent. */
export interface InboundCredits {
  readonly id: string;
  readonly kind: 'granted' | 'purchased';
  /** Unspent rest, in minor units. */
  readonly remainingMinor: bigint;
  /** In milliseconds since 1970-01-01T00:00:00Z. */
  readonly createdAt: number;
  /** 1 (first) to 50; 50 when absent. */
  readonly priority?: number;
}

/** What was spent of one inbound transaction. Minor units. */
export interface CreditConsumption {
  readonly id: string;
  readonly consumedMinor: bigint;
  readonly remainingMinor: bigint;
}

/**
 * Which credits of one wallet an amount is spent from: by priority, then granted before purchased,
 * then oldest first (`facts/rating.md §12`).
 *
 * @param amountMinor in minor units, from zero up
 * @returns one entry for each inbound transaction, in the order of use
 * @throws BillingError `insufficient_credits` when the wallet holds less, `invalid_input` when the
 *   amount is below zero.
 */
export function consumeCredits(
  inbound: readonly InboundCredits[],
  amountMinor: bigint,
): CreditConsumption[] {
  if (amountMinor < 0n) {
    throw new BillingError('invalid_input', {
      message: `amountMinor: ${amountMinor} cannot be spent; write an amount from zero up.`,
    });
  }
  let left = amountMinor;
  const consumptions = [...inbound].sort(byOrderOfUse).map(({ id, remainingMinor }) => {
    const consumedMinor = lesserMinor(remainingMinor, left);
    left -= consumedMinor;
    return { id, consumedMinor, remainingMinor: remainingMinor - consumedMinor };
  });
  if (left > 0n) {
    throw new BillingError('insufficient_credits', {
      message: `The wallet holds ${amountMinor - left} minor units and cannot give ${amountMinor}; top it up first.`,
    });
  }
  return consumptions;
}

function byOrderOfUse(one: InboundCredits, other: InboundCredits): number {
  const priority = (credits: InboundCredits) => credits.priority ?? DEFAULT_WALLET_PRIORITY;
  const purchased = (credits: InboundCredits) => Number(credits.kind === 'purchased');
  return (
    priority(one) - priority(other) ||
    purchased(one) - purchased(other) ||
    one.createdAt - other.createdAt
  );
}
