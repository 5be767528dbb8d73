import {
  type CreateSubscriptionInput,
  type Customer,
  type Money,
  type OperationId,
  type Plan,
  type Subscription,
  toEpochMs,
} from '@billport/core';
import { Refusal } from '../../answers/refusal.ts';
import type { PlannedCall } from '../change.ts';
import { keyInWords, namedCustomer, namedPlan } from '../named.ts';
import { requireCurrency } from '../pays-in.ts';
import { refusedByState } from '../refuse-state.ts';
import type { ToolCall } from '../tool-call.ts';
import { candidate } from './living-subscriptions.ts';
import { moneyAtStart } from './money-at-start.ts';
import { priceInWords } from './plan-price.ts';

/** Who is to be put on which plan. */
export interface NewSubscription {
  /** It need not exist yet. */
  readonly customer: Pick<Customer, 'customerKey' | 'name' | 'taxCodes' | 'currency'>;
  readonly plan: Plan;
  /** What the customer has already, as far as it is not over. */
  readonly living: readonly Subscription[];
  /** Made of the keys of customer and plan when absent. */
  readonly subscriptionKey?: string | undefined;
  readonly terms?: Partial<
    Omit<CreateSubscriptionInput, 'customerKey' | 'planCode' | 'subscriptionKey'>
  >;
}

/** How a customer comes onto a plan: what is said of it, and the call. */
export interface SubscriptionPlan {
  /** One sentence or more. */
  readonly effect: string;
  readonly money: Money | undefined;
  readonly targets: readonly string[];
  readonly basis: unknown;
  /** Absent where the customer is on the plan already. */
  readonly call?: PlannedCall;
  /** The subscription that is there already. */
  readonly present?: Subscription;
}

const LONGEST_KEY = 255;

/** A key that says whose subscription it is, and to what; the same on each call. */
const madeKey = ({ customer, plan }: NewSubscription) =>
  `${customer.customerKey}-${plan.code}`.slice(0, LONGEST_KEY).trimEnd();

/** @throws Refusal `ambiguous`: another plan beside the one that is paid is rarely meant. */
function refuseSecond({ customer, plan, living }: NewSubscription): never {
  const [first] = living;
  const key = first === undefined ? '' : keyInWords(first.subscriptionKey);
  throw new Refusal('ambiguous', {
    field: 'subscriptionKey',
    message: `${namedCustomer(customer)} has a subscription already: should it move to ${namedPlan(plan)}, or is this a second one?`,
    next: `Call create_subscription with subscriptionKey ${key} to change its plan, or with a new subscriptionKey to add one.`,
    facts: { candidates: living.map(candidate) },
  });
}

function startInWords(terms: NewSubscription['terms']): string {
  const end = terms?.endingAt === undefined ? '' : `, ending ${terms.endingAt}`;
  return `${terms?.startAt === undefined ? 'starting now' : `starting ${terms.startAt}`}${end}`;
}

function billedInWords(plan: Plan): string {
  const timing = plan.timing === 'advance' ? 'in advance' : 'in arrears';
  const trial = plan.trialDays === undefined ? '' : ` after a trial of ${plan.trialDays} days`;
  return `${priceInWords(plan)} billed ${timing}${trial}`;
}

/** @throws Refusal `invalid_arguments` for an end that is over, or not after the start. */
function checkEnd(
  { clock }: ToolCall,
  { startAt, endingAt }: NonNullable<NewSubscription['terms']>,
) {
  if (endingAt === undefined) return;
  const start = Math.max(clock.now(), startAt === undefined ? 0 : toEpochMs(startAt));
  if (toEpochMs(endingAt) > start) return;
  throw refusedByState(
    'endingAt',
    `${endingAt} is not after the start and in the future`,
    'Write a later moment, or leave endingAt out.',
  );
}

/** The subscription that has the plan; one that keeps it before one that is going to move away. */
export function onPlan(living: readonly Subscription[], { code }: Plan): Subscription | undefined {
  const found = living.filter(({ planCode }) => planCode === code);
  return found.find(({ nextPlanCode }) => nextPlanCode === undefined) ?? found[0];
}

/** `, until it moves to plan "basic"`, where it is going to. */
function untilInWords({ nextPlanCode, nextPlanAt }: Subscription): string {
  if (nextPlanCode === undefined) return '';
  const at = nextPlanAt === undefined ? '' : ` at ${nextPlanAt}`;
  return `, until it moves to plan ${keyInWords(nextPlanCode)}${at}`;
}

/**
 * Plans to put a customer on a plan, unless it is on it.
 * @throws Refusal `ambiguous` when it has another subscription and no key says that this is a
 *   second one.
 */
export async function planNewSubscription(
  call: ToolCall,
  wanted: NewSubscription,
): Promise<SubscriptionPlan> {
  const { customer, plan, living, terms } = wanted;
  const present = onPlan(living, plan);
  const targets = [`customer:${customer.customerKey}`, `plan:${plan.code}`];
  if (wanted.subscriptionKey === undefined && present !== undefined) {
    const effect = `${namedCustomer(customer)} is on plan ${namedPlan(plan)} already, as ${keyInWords(present.subscriptionKey)}${untilInWords(present)}.`;
    return { effect, money: undefined, targets, basis: present, present };
  }
  if (wanted.subscriptionKey === undefined && living.length > 0) refuseSecond(wanted);
  checkEnd(call, terms ?? {});
  requireCurrency(customer, plan.price.currency, 'plan', `plan ${namedPlan(plan)}`);
  const subscriptionKey = wanted.subscriptionKey ?? madeKey(wanted);
  const usage = (plan.charges ?? []).length > 0 ? ', and usage on top' : '';
  const operation: OperationId = 'subscriptions.create';
  const { money, says } = await moneyAtStart(call, { plan, customer, startAt: terms?.startAt });
  return {
    effect: `Subscribe ${namedCustomer(customer)} to plan ${namedPlan(plan)} as ${keyInWords(subscriptionKey)}, ${startInWords(terms)}: ${billedInWords(plan)}${usage}.${says}`,
    money,
    targets: [...targets, `subscription:${subscriptionKey}`],
    basis: { plan, living: living.map(candidate) },
    call: {
      operation,
      input: { ...terms, subscriptionKey, customerKey: customer.customerKey, planCode: plan.code },
    },
  };
}
