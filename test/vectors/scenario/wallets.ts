import { currencyDigits, Decimal, toEpochMs } from '@billport/core';
import { consumeCredits, creditsOfMoney, moneyOfCredits } from '@billport/rating';
import { cents, decimal, minor, type Numeric, oneOf, present } from './fields.ts';

interface WalletCreditsVector {
  credits?: Numeric;
  amount_cents?: Numeric;
  rate_amount: Numeric;
  currency: string;
  invoiceable?: boolean;
}

export function walletCredits(input: WalletCreditsVector): Record<string, unknown> {
  const rate = { rate: decimal(input.rate_amount), currency: input.currency };
  const { credits, amountMinor } =
    input.credits == null
      ? creditsOfMoney(wholeMinor(input), rate)
      : moneyOfCredits(
          decimal(input.credits),
          input.invoiceable === false ? 'granted' : 'purchased',
          rate,
        );
  return {
    amount: Decimal.fromScaled(amountMinor, currencyDigits(input.currency)).toString(),
    amount_cents: cents(amountMinor),
    credits: credits.toString(),
  };
}

/** Only whole minor units are sold (`facts/rating.md §12`). */
function wholeMinor({ amount_cents: amount }: WalletCreditsVector): bigint {
  if (amount == null) throw new Error('wallet_credits has neither credits nor amount_cents');
  return decimal(amount).round(0, 'down').toScaled(0);
}

interface WalletConsumptionVector {
  inbound: {
    id: string;
    kind: 'granted' | 'purchased';
    remaining_cents: Numeric;
    created_at: string;
    priority?: number;
  }[];
  consume_cents: Numeric;
}

export function walletConsumption(input: WalletConsumptionVector): Record<string, unknown> {
  const inbound = input.inbound.map((credits) => ({
    id: credits.id,
    kind: oneOf('inbound.kind', credits.kind, ['granted', 'purchased']),
    remainingMinor: minor(credits.remaining_cents),
    createdAt: toEpochMs(credits.created_at),
    ...present({ priority: credits.priority }),
  }));
  const consumptions = consumeCredits(inbound, minor(input.consume_cents));
  return {
    consumed_cents: Object.fromEntries(
      consumptions.map(({ id, consumedMinor }) => [id, cents(consumedMinor)]),
    ),
    remaining_cents: Object.fromEntries(
      consumptions.map(({ id, remainingMinor }) => [id, cents(remainingMinor)]),
    ),
  };
}
