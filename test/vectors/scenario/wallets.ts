import { currencyDigits, Decimal } from '@billport/core';
import { consumeCredits, creditsOfMoney, moneyOfCredits } from '@billport/rating';
import { z } from 'zod';
import { cents, decimal, instant, minor, orElse, present, topic } from './fields.ts';

const walletCreditsInput = z.object({
  credits: decimal.nullish(),
  amount_cents: decimal.nullish(),
  rate_amount: decimal,
  currency: z.string(),
  invoiceable: orElse(z.boolean(), true),
});

export const walletCredits = topic(walletCreditsInput, (input) => {
  const rate = { rate: input.rate_amount, currency: input.currency };
  const { credits, amountMinor } =
    input.credits == null
      ? creditsOfMoney(wholeMinor(input.amount_cents), rate)
      : moneyOfCredits(input.credits, input.invoiceable ? 'purchased' : 'granted', rate);
  return {
    amount: Decimal.fromScaled(amountMinor, currencyDigits(input.currency)).toString(),
    amount_cents: cents(amountMinor),
    credits: credits.toString(),
  };
});

/** Only whole minor units are sold (`facts/rating.md §12`). */
function wholeMinor(amount: Decimal | null | undefined): bigint {
  if (amount == null) throw new Error('wallet_credits has neither credits nor amount_cents');
  return amount.round(0, 'down').toScaled(0);
}

const walletConsumptionInput = z.object({
  inbound: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['granted', 'purchased']),
      remaining_cents: minor,
      created_at: instant,
      priority: z.int().nullish(),
    }),
  ),
  consume_cents: minor,
});

export const walletConsumption = topic(walletConsumptionInput, (input) => {
  const inbound = input.inbound.map((credits) => ({
    id: credits.id,
    kind: credits.kind,
    remainingMinor: credits.remaining_cents,
    createdAt: credits.created_at,
    ...present({ priority: credits.priority }),
  }));
  const consumptions = consumeCredits(inbound, input.consume_cents);
  return {
    consumed_cents: Object.fromEntries(
      consumptions.map(({ id, consumedMinor }) => [id, cents(consumedMinor)]),
    ),
    remaining_cents: Object.fromEntries(
      consumptions.map(({ id, remainingMinor }) => [id, cents(remainingMinor)]),
    ),
  };
});
