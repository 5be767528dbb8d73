import {
  type Customer,
  contract,
  type Plan,
  type PlanChange,
  type Subscription,
} from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { Refusal } from '../../answers/refusal.ts';
import { shownSubscription } from '../../answers/shown/index.ts';
import { findCustomer, findPlan } from '../../arguments/references/index.ts';
import type { Change } from '../change.ts';
import { fieldsOf } from '../fields-of.ts';
import { foundOrNone } from '../found-or-none.ts';
import { keyInWords, namedCustomer, namedPlan } from '../named.ts';
import { requireCurrency } from '../pays-in.ts';
import { promises } from '../promised.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { isLiving, livingSubscriptions } from './living-subscriptions.ts';
import { onPlan, planNewSubscription } from './plan-new-subscription.ts';
import { moveBetween, priceInWords, priceMoney } from './plan-price.ts';

const terms = fieldsOf(contract.subscriptions.create, [
  'name',
  'billingTime',
  'startAt',
  'endingAt',
  'metadata',
]);

const subscriptionArguments = z.strictObject({
  customer: z.string().min(1).max(255).optional().describe('Key, name or email.'),
  plan: z.string().min(1).max(255).describe('Code or name.'),
  subscriptionKey: contract.subscriptions.create.input.shape.subscriptionKey
    .optional()
    .describe('An existing one moves to the plan. New: made when absent.'),
  ...terms,
});

type Arguments = z.output<typeof subscriptionArguments>;

const OPERATION = 'subscriptions.changePlan';

/**
 * @throws Refusal `invalid_arguments` for terms that the subscription does not have: a change of
 *   plan takes none.
 */
function checkNoOtherTerms(
  { billing }: ToolCall,
  terms: Readonly<Record<string, unknown>>,
  existing: Subscription,
  to: Plan,
): void {
  const notKept = billing.capabilities['subscriptions.create'].without ?? [];
  const isSame = (name: string, value: unknown) =>
    existing.planCode === to.code &&
    (notKept.includes(name) ||
      JSON.stringify(existing[name as keyof Subscription]) === JSON.stringify(value));
  const field = Object.keys(terms).find(
    (name) => terms[name] !== undefined && !isSame(name, terms[name]),
  );
  if (field === undefined) return;
  throw new Refusal('invalid_arguments', {
    field,
    message: `${field}: ${keyInWords(existing.subscriptionKey)} exists, and only its plan can be changed here.`,
    next: `Leave ${field} out, change it by write_operation with subscriptions.update, or give another subscriptionKey for a second subscription.`,
  });
}

/** @throws Refusal `invalid_arguments` when the subscription is somebody else's. */
function checkOwner(
  customer: Customer | undefined,
  { customerKey, subscriptionKey }: Subscription,
): void {
  if (customer === undefined || customer.customerKey === customerKey) return;
  throw new Refusal('invalid_arguments', {
    field: 'subscriptionKey',
    message: `subscriptionKey: ${keyInWords(subscriptionKey)} belongs to customer ${keyInWords(customerKey)}, not to ${namedCustomer(customer)}.`,
    next: 'Name its own customer, or another subscriptionKey.',
  });
}

/** When a plan changes, and which way, where the provider keeps to what the contract says. */
function moveInWords(call: ToolCall, subscription: Subscription, from: Plan, to: Plan): string {
  if (subscription.status === 'pending') return `, when it starts, ${subscription.startAt}`;
  if (from.code === to.code) return ', which it has: a planned move to another one is called off';
  return promises(call, OPERATION) ? `, ${timeOfMove(subscription, from, to)}` : '';
}

function timeOfMove(subscription: Subscription, from: Plan, to: Plan): string {
  const move = moveBetween(from, to);
  const end = subscription.currentPeriod?.to;
  const atEnd = end === undefined ? 'at the end of the period' : `at the end of the period, ${end}`;
  if (move === 'upgrade') return 'at once, as it costs the same or more in a year (upgrade)';
  if (move === 'downgrade') return `${atEnd}, as it costs less in a year (downgrade)`;
  return `at once if it costs the same or more in a year, else ${atEnd}`;
}

/** Says how it is now, and leaves it to the facts what the provider calls the change. */
function showMove(results: readonly unknown[], to: Plan, { detailed }: ToolCall): Answer {
  const [{ subscription, change, effectiveAt }] = results as [PlanChange];
  const { subscriptionKey, planCode } = subscription;
  const move =
    planCode === to.code ? `is on plan ${namedPlan(to)} from` : `moves to plan ${namedPlan(to)} at`;
  return {
    summary: `${keyInWords(subscriptionKey)} ${move} ${effectiveAt}.`,
    facts: { change, effectiveAt, subscription: shownSubscription(subscription, detailed) },
    warnings: warningsOf(results),
  };
}

/** Nothing is to be done: the subscription is as it is wanted. */
function unchanged(effect: string, subscription: Subscription, { detailed }: ToolCall): Change {
  const { customerKey, subscriptionKey } = subscription;
  return {
    effect: `${effect}. Nothing changes.`,
    needsConsent: false,
    targets: [`customer:${customerKey}`, `subscription:${subscriptionKey}`],
    calls: [],
    show: () => ({
      summary: `${effect}. Nothing was changed.`,
      facts: { subscription: shownSubscription(subscription, detailed) },
    }),
  };
}

async function planMove(call: ToolCall, subscription: Subscription, to: Plan): Promise<Change> {
  const { customerKey, subscriptionKey, planCode, nextPlanCode } = subscription;
  const customer = await call.billing.customers.get({ customerKey });
  const of = `Subscription ${keyInWords(subscriptionKey)} of ${namedCustomer(customer)}`;
  const isThere = planCode === to.code && nextPlanCode === undefined;
  if (isThere || nextPlanCode === to.code) {
    const where = isThere ? 'is on' : 'is going to move to';
    return unchanged(`${of} ${where} plan ${namedPlan(to)} already`, subscription, call);
  }
  requireOperation(call, OPERATION);
  const from = await call.billing.plans.get({ code: planCode });
  const paying = { ...customer, currency: from.price.currency };
  requireCurrency(paying, to.price.currency, 'plan', `plan ${namedPlan(to)}`);
  return {
    effect: `${of} moves from plan ${namedPlan(from)}, ${priceInWords(from)}, to plan ${namedPlan(to)}, ${priceInWords(to)}${moveInWords(call, subscription, from, to)}.`,
    needsConsent: true,
    money: priceMoney(to),
    targets: [`customer:${customerKey}`, `subscription:${subscriptionKey}`, `plan:${to.code}`],
    basis: { status: subscription.status, planCode, nextPlanCode, from, to },
    calls: [{ operation: OPERATION, input: { subscriptionKey, planCode: to.code } }],
    show: (results) => showMove(results, to, call),
  };
}

/** @throws Refusal `invalid_arguments` when nobody is named who would pay. */
function payer(customer: Customer | undefined): Customer {
  if (customer !== undefined) return customer;
  throw new Refusal('invalid_arguments', {
    field: 'customer',
    message: 'customer: a new subscription needs the customer who pays.',
    next: 'Call again with customer, or with the subscriptionKey of one that is to move.',
  });
}

async function plan(args: Arguments, call: ToolCall): Promise<Change> {
  const { customer: reference, plan: planReference, subscriptionKey, ...terms } = args;
  const customer = reference === undefined ? undefined : await findCustomer(call, reference);
  const to = await findPlan(call, planReference);
  if (subscriptionKey !== undefined) {
    const existing = await foundOrNone(call.billing.subscriptions.get({ subscriptionKey }));
    if (existing !== undefined && isLiving(existing)) {
      checkOwner(customer, existing);
      checkNoOtherTerms(call, terms, existing, to);
      return planMove(call, existing, to);
    }
  }
  const owner = payer(customer);
  const living = await livingSubscriptions(call, owner.customerKey);
  const present = subscriptionKey === undefined ? onPlan(living, to) : undefined;
  if (present !== undefined) {
    checkNoOtherTerms(call, terms, present, to);
    return planMove(call, present, to);
  }
  const wanted = await planNewSubscription(call, {
    customer: owner,
    plan: to,
    living,
    subscriptionKey,
    terms,
  });
  return {
    effect: wanted.effect,
    needsConsent: true,
    money: wanted.money,
    targets: wanted.targets,
    basis: wanted.basis,
    calls: wanted.call === undefined ? [] : [wanted.call],
    show: (results) => {
      const [made] = results as [Subscription];
      return {
        summary: `Subscribed ${namedCustomer(owner)} to plan ${namedPlan(to)} as ${keyInWords(made.subscriptionKey)}: ${made.status}.`,
        facts: { subscription: shownSubscription(made, call.detailed) },
        next:
          made.status === 'active' && call.billing.supports('invoices.list')
            ? `list_invoices with customer ${keyInWords(owner.customerKey)} shows what was billed at once.`
            : undefined,
        warnings: warningsOf(results),
      };
    },
  };
}

/** Puts a customer on a plan, or moves a subscription to another one. */
export const createSubscription = changingTool({
  name: 'create_subscription',
  title: 'Subscribe or change plan',
  description:
    'Put a customer on a plan, or move a subscription to another plan. The preview says what it costs and when a move counts.',
  toolset: 'core',
  scope: 'billing:money',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  },
  needs: [
    'subscriptions.create',
    'subscriptions.list',
    ['customers.get', 'customers.list'],
    ['plans.get', 'plans.list'],
  ],
  arguments: subscriptionArguments,
  plan,
});
