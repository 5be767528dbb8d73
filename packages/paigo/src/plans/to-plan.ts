import { compact } from '@billport/adapter-kit';
import {
  BillingError,
  currencyDigits,
  Decimal,
  isCurrency,
  type Money,
  type Plan,
  type Result,
  type Warning,
} from '@billport/core';
import { createdAtOf } from '../created-at.ts';
import { callersMetadata, OWN, ownValue } from '../own-metadata.ts';
import { amountOf } from '../wire/exact-decimal.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { decimalOf, textOf } from '../wire/reading.ts';
import { chargedDimensions } from './charge-dimension.ts';
import { readCharge } from './read-charge.ts';

/** Code of the plan that an offering is; the offering's id where others made it. */
export const planCode = ({ offeringId, metadata }: PaigoOffering): string =>
  ownValue(metadata, OWN.plan) || offeringId;

const malformed = ({ offeringId }: PaigoOffering, what: string): BillingError =>
  new BillingError('malformed_response', {
    message: `Paigo sent offering ${offeringId} with a ${what}.`,
  });

/**
 * Currency of an offering: USD where it names none (`facts/paigo.md §4`).
 * @throws BillingError `malformed_response` for one that is none.
 */
export function offeringCurrency(offering: PaigoOffering): string {
  const { currency } = offering;
  if (currency === undefined || currency === null || currency === '') return 'USD';
  const code = textOf(currency)?.toUpperCase() ?? '';
  if (isCurrency(code)) return code;
  throw malformed(offering, 'currency that is none');
}

/** The longest trial that the contract knows, in days. */
const LONGEST_TRIAL = 3650;

/** What a plan shows of an offering, and what has to be said of the rest. */
class PlanReader {
  readonly #offering: PaigoOffering;
  readonly #currency: string;
  readonly warnings: Warning[] = [];

  constructor(offering: PaigoOffering) {
    this.#offering = offering;
    this.#currency = offeringCurrency(offering);
  }

  #warn(field: string, what: string): void {
    const message = `Paigo's offering ${this.#offering.offeringId} ${what}.`;
    this.warnings.push({ code: 'partial', message, field });
  }

  /** An amount of the offering; zero where it names none. */
  #amount(name: 'subscriptionPrice' | 'minimumCharge' | 'prepaidCredit'): Decimal {
    const amount = amountOf(this.#offering[name], name);
    if (amount.isNegative()) throw malformed(this.#offering, `${name} below zero`);
    return amount;
  }

  /** Money of the plan; what has more digits than the currency is rounded, and said. */
  #money(field: string, exact: Decimal): Money {
    const digits = currencyDigits(this.#currency);
    const amount = exact.round(digits);
    if (!amount.equals(exact)) this.#warn(field, `has ${exact}, which is more digits than shown`);
    return { amount: amount.toFixed(digits), currency: this.#currency };
  }

  price(): Money {
    const isPriced = this.#offering.offeringType === 'subscription';
    return this.#money('price', isPriced ? this.#amount('subscriptionPrice') : Decimal.ZERO);
  }

  interval(): Plan['interval'] {
    const { billingCycle } = this.#offering;
    if (billingCycle === 'monthly') return 'monthly';
    const cycle = textOf(billingCycle);
    this.#warn('interval', cycle === undefined ? 'names no billing cycle' : `is billed ${cycle}`);
    return 'unknown';
  }

  trialDays(): number | undefined {
    const { freeTrialLength } = this.#offering;
    const days = Number(decimalOf(freeTrialLength) ?? (freeTrialLength || 0));
    if (days === 0) return undefined;
    if (Number.isInteger(days) && days > 0 && days <= LONGEST_TRIAL) return days;
    this.#warn('trialDays', 'has a trial that is no number of days, and is left out');
    return undefined;
  }

  minimumCommitment(): Plan['minimumCommitment'] {
    const least = this.#amount('minimumCharge');
    if (least.isZero()) return undefined;
    const name = ownValue(this.#offering.metadata, OWN.commitmentName);
    const amount = this.#money('minimumCommitment', least);
    return { amount, ...(name !== undefined && { name }) };
  }

  charges(): Plan['charges'] {
    return chargedDimensions(this.#offering).flatMap((dimension) => {
      const { charge, warnings } = readCharge(dimension);
      this.warnings.push(...warnings);
      return charge ?? [];
    });
  }

  /** Says what the plan has no field for. */
  leftOut(): void {
    const credit = this.#amount('prepaidCredit');
    if (!credit.isZero()) this.#warn('price', `has ${credit} of prepaid credit`);
  }
}

/** When the base price is billed: Paigo does it at the start (`facts/paigo.md §4`). */
function timingOf({ metadata }: PaigoOffering, price: Money): Plan['timing'] {
  if (!Decimal.parse(price.amount).isZero()) return 'advance';
  return ownValue(metadata, OWN.timing) === 'advance' ? 'advance' : 'arrears';
}

/** The name; what stands for none is left out. */
function nameOf({ offeringId, offeringName, metadata }: PaigoOffering): string | undefined {
  if (ownValue(metadata, OWN.plan) !== undefined) return ownValue(metadata, OWN.name);
  return offeringName === offeringId ? undefined : textOf(offeringName);
}

/**
 * An offering, whoever made it, as a plan with what has to be said of it.
 * @throws BillingError `malformed_response` for amounts and dimensions that cannot be read: they are
 *   not nothing.
 */
export function planResult(
  offering: PaigoOffering,
  warnings: readonly Warning[] = [],
): Result<Plan> {
  const reader = new PlanReader(offering);
  const price = reader.price();
  const plan: Plan = compact({
    code: planCode(offering),
    name: nameOf(offering),
    description: ownValue(offering.metadata, OWN.description),
    interval: reader.interval(),
    price,
    timing: timingOf(offering, price),
    trialDays: reader.trialDays(),
    charges: reader.charges(),
    minimumCommitment: reader.minimumCommitment(),
    metadata: callersMetadata(offering.metadata),
    createdAt: createdAtOf(offering.metadata),
    providerRef: { provider: 'paigo', type: 'offering', id: offering.offeringId },
  });
  reader.leftOut();
  const all = [...warnings, ...reader.warnings];
  return { ...plan, ...(all.length > 0 && { warnings: all }) };
}

/**
 * An offering, whoever made it, as a plan.
 * @throws BillingError `malformed_response`
 */
export function toPlan(offering: PaigoOffering): Plan {
  const { warnings: _, ...plan } = planResult(offering);
  return plan;
}
