import { creditNote, terminationCreditOf } from './credit-notes.ts';
import type { Topic } from './fields.ts';
import { invoice, oneOff } from './invoices.ts';
import { chargeMinimum, minimumCommitment } from './minimums.ts';
import { billingPeriod, planChangeOf, subscriptionFeeOf } from './periods.ts';
import { progressiveBilling, usageThreshold } from './thresholds.ts';
import { walletConsumption, walletCredits } from './wallets.ts';

const TOPICS: Readonly<Record<string, Topic>> = {
  billing_period: billingPeriod,
  subscription_fee: subscriptionFeeOf,
  plan_change: planChangeOf,
  charge_minimum: chargeMinimum,
  minimum_commitment: minimumCommitment,
  usage_threshold: usageThreshold,
  progressive_billing: progressiveBilling,
  coupon: invoice,
  tax: invoice,
  invoice,
  wallet: invoice,
  wallet_credits: walletCredits,
  wallet_consumption: walletConsumption,
  termination_credit: terminationCreditOf,
  credit_note: creditNote,
  one_off: oneOff,
};

/**
 * Computes a vector of kind `scenario` with the library's functions.
 * @returns everything the schema names for the topic, in its names and units.
 * @throws Error when the topic is unknown, or that names the fields that are missing or malformed.
 */
export function runScenario(vector: { topic: string; input: unknown }): Record<string, unknown> {
  const topic = Object.hasOwn(TOPICS, vector.topic) ? TOPICS[vector.topic] : undefined;
  if (topic === undefined) throw new Error(`unknown scenario topic ${vector.topic}`);
  return topic(vector.input);
}
