import {
  type Charge,
  type CreatePlanInput,
  Decimal,
  type Issue,
  invalidInput,
  type Money,
  type Plan,
} from '@billport/core';
import { CURRENCIES } from '../limits.ts';
import { exactNumber } from './exact-number.ts';
import { chargeIssues, type PaigoCharge } from './write-charge.ts';

/** The terms of a plan that Paigo takes only some of together. */
export interface TermsToCheck {
  readonly price: Money;
  readonly timing: Plan['timing'];
  readonly minimumCommitment?: Plan['minimumCommitment'] | null;
}

const isFree = ({ amount }: Money) => Decimal.parse(amount).isZero();

/** Why Paigo cannot have these terms. */
function* termIssues({ price, timing, minimumCommitment }: TermsToCheck): Generator<Issue> {
  if (!(CURRENCIES as readonly string[]).includes(price.currency)) {
    const message = `Paigo bills in ${CURRENCIES.join(', ')} only: write one of these.`;
    yield { path: ['price', 'currency'], message };
  }
  if (exactNumber(price.amount) === undefined) {
    const message = 'Paigo takes the price as a number, which cannot hold all of these digits.';
    yield { path: ['price', 'amount'], message: `${message} Write a smaller one.` };
  }
  if (isFree(price)) return;
  if (timing !== 'advance') {
    const message = 'Paigo bills the base price at the start of the month: write advance.';
    yield { path: ['timing'], message };
  }
  if (minimumCommitment) {
    const message =
      'Paigo has a minimum for plans without a base price only: leave one of the two out.';
    yield { path: ['minimumCommitment'], message };
  }
}

/** Why Paigo cannot have these charges together: an event names a metric, and no charge. */
export function* sharedMetricIssues(charges: readonly Charge[]): Generator<Issue> {
  const seen = new Set<string>();
  for (const [index, { metric }] of charges.entries()) {
    if (seen.has(metric)) {
      const message = `Paigo has one price for a metric, and another charge is for ${JSON.stringify(metric)} too: make a metric for each.`;
      yield { path: ['charges', index, 'metric'], message };
    }
    seen.add(metric);
  }
}

/** Issues of each charge, at its place in the input. */
export function* issuesOfCharges<Item extends Charge>(
  charges: readonly Item[],
  issuesOf: (charge: Item) => Iterable<Issue>,
): Generator<Issue> {
  for (const [index, charge] of charges.entries()) {
    for (const issue of issuesOf(charge)) {
      yield { ...issue, path: ['charges', index, ...issue.path] };
    }
  }
}

/**
 * Refuses charges that Paigo cannot price, whatever they measure.
 * @throws BillingError `invalid_input` with every such field
 */
export function checkCharges(charges: readonly Charge[]): asserts charges is PaigoCharge[] {
  const issues = [...issuesOfCharges(charges, chargeIssues), ...sharedMetricIssues(charges)];
  if (issues.length > 0) throw invalidInput(issues);
}

/**
 * Refuses terms that Paigo cannot have.
 * @throws BillingError `invalid_input` with every such field
 */
export function checkTerms(terms: TermsToCheck): void {
  const issues = [...termIssues(terms)];
  if (issues.length > 0) throw invalidInput(issues);
}

/**
 * Refuses a plan that Paigo cannot bill. Sends nothing.
 * @throws BillingError `invalid_input` with every such field
 */
export function checkPlan(input: CreatePlanInput): void {
  const { interval, charges = [] } = input;
  const ofInterval: Issue[] =
    interval === 'monthly'
      ? []
      : [{ path: ['interval'], message: 'Paigo bills each month only: write monthly.' }];
  const issues = [
    ...ofInterval,
    ...termIssues(input),
    ...issuesOfCharges(charges, chargeIssues),
    ...sharedMetricIssues(charges),
  ];
  if (issues.length > 0) throw invalidInput(issues);
}
