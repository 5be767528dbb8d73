import type { Plan, Subscription } from '@billport/core';
import { Refusal } from '../../answers/refusal.ts';
import { findCustomer, findMetric, findSubscription } from '../../arguments/references/index.ts';
import { keyInWords, namedCustomer } from '../named.ts';
import type { ToolCall } from '../tool-call.ts';
import { candidate, livingSubscriptions } from './living-subscriptions.ts';

/** Whom an event is for. */
interface Owner {
  readonly subscription?: string | undefined;
  readonly customer?: string | undefined;
}

/** Resolves what usage events name; each name is looked up once, however many events have it. */
export interface EventReferences {
  /** The code of a metric, by code or name. */
  metricOf(reference: string): Promise<string>;
  /**
   * The key of the subscription that used it: the one that is named, of the customer where one is
   * named too, or else the only fitting one of the customer.
   */
  subscriptionOf(owner: Owner, metric: string, index: number): Promise<string>;
}

/** Asks once for each key. */
function once<Found>(look: (key: string) => Promise<Found>): (key: string) => Promise<Found> {
  const known = new Map<string, Promise<Found>>();
  return (key) => {
    const found = known.get(key) ?? look(key);
    known.set(key, found);
    return found;
  };
}

const charges = (plan: Plan, metric: string) =>
  (plan.charges ?? []).some((charge) => charge.metric === metric);

/** The only one, or undefined. */
const onlyOf = <Item>(items: readonly Item[]): Item | undefined =>
  items.length === 1 ? items[0] : undefined;

/** Looks things up for the events of one call. */
export function eventReferences(call: ToolCall): EventReferences {
  const planOf = once((code) => call.billing.plans.get({ code }));
  const customerOf = once((reference) => findCustomer(call, reference));
  const livingOf = once((customerKey) => livingSubscriptions(call, customerKey));
  const keyed = once(async (pair) => {
    const [reference = '', customer] = JSON.parse(pair) as string[];
    const customerKey =
      customer === undefined ? undefined : (await customerOf(customer)).customerKey;
    return (await findSubscription(call, reference, { customerKey })).subscriptionKey;
  });

  /** Of several subscriptions, those whose plan charges for the metric. */
  async function charging(living: readonly Subscription[], metric: string) {
    const plans = await Promise.all(living.map(({ planCode }) => planOf(planCode)));
    return living.filter((_, index) => charges(plans[index] as Plan, metric));
  }

  async function ofCustomer(reference: string, metric: string, index: number): Promise<string> {
    const customer = await customerOf(reference);
    const living = await livingOf(customer.customerKey);
    const only = onlyOf(living) ?? onlyOf(await charging(living, metric));
    if (only !== undefined) return only.subscriptionKey;
    const count = living.length === 0 ? 'no subscription' : 'several subscriptions';
    throw new Refusal(living.length === 0 ? 'not_found' : 'ambiguous', {
      field: `events[${index}].customer`,
      message: `events[${index}].customer: ${namedCustomer(customer)} has ${count} for ${keyInWords(metric)}.`,
      next:
        living.length === 0
          ? 'Call create_subscription first, or name another customer.'
          : 'Name one of the candidates as subscription.',
      facts: { candidates: living.map(candidate) },
    });
  }

  return {
    metricOf: once(async (reference) => (await findMetric(call, reference)).code),
    async subscriptionOf({ subscription, customer }, metric, index) {
      if (subscription !== undefined) {
        return keyed(
          JSON.stringify(customer === undefined ? [subscription] : [subscription, customer]),
        );
      }
      if (customer !== undefined) return ofCustomer(customer, metric, index);
      throw new Refusal('invalid_arguments', {
        field: `events[${index}]`,
        message: `events[${index}]: it names neither a subscription nor a customer.`,
        next: 'Give each event a subscription or a customer.',
      });
    },
  };
}
