import { type Customer, contract, type Subscription } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { Refusal } from '../../answers/refusal.ts';
import { shownCustomer, shownSubscription } from '../../answers/shown/index.ts';
import { findPlan } from '../../arguments/references/index.ts';
import type { Change } from '../change.ts';
import { fieldsOf } from '../fields-of.ts';
import { foundOrNone } from '../found-or-none.ts';
import { requireMoneyScope } from '../money-scope.ts';
import { namedCustomer } from '../named.ts';
import { notCleared } from '../not-cleared.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { livingSubscriptions } from './living-subscriptions.ts';
import { planNewSubscription, type SubscriptionPlan } from './plan-new-subscription.ts';

const FIELDS = [
  'customerKey',
  'name',
  'email',
  'currency',
  'timezone',
  'address',
  'legalName',
  'taxNumber',
  'gracePeriodDays',
  'paymentTermDays',
  'metadata',
] as const;

const customerArguments = z.strictObject({
  ...notCleared(fieldsOf(contract.customers.upsert, FIELDS)),
  planCode: z.string().min(1).max(255).optional().describe('Plan to subscribe it to.'),
});

type Arguments = z.output<typeof customerArguments>;

/** @throws Refusal `invalid_arguments` for a field that this provider wants of a new customer. */
function checkRequired({ billing }: ToolCall, fields: Readonly<Record<string, unknown>>): void {
  const prefix = 'customers.upsert.';
  const names = (billing.limits.fields?.required ?? [])
    .filter((field) => field.startsWith(prefix))
    .map((field) => field.slice(prefix.length));
  const missing = names.find((name) => (fields[name] ?? undefined) === undefined);
  if (missing === undefined) return;
  throw new Refusal('invalid_arguments', {
    field: missing,
    message: `${missing}: ${billing.id} makes no customer without it.`,
    next: `Call again with ${missing}.`,
  });
}

/** The subscription that comes with the customer, where a plan is named. */
async function planOnboarding(
  call: ToolCall,
  { customerKey, name, currency, planCode }: Arguments,
  existing: Customer | undefined,
): Promise<SubscriptionPlan | undefined> {
  if (planCode === undefined) return undefined;
  requireMoneyScope(call, 'Subscribing a customer');
  const plan = await findPlan(call, planCode, 'planCode');
  const living = existing === undefined ? [] : await livingSubscriptions(call, customerKey);
  const customer = {
    customerKey,
    name: name ?? existing?.name,
    taxCodes: existing?.taxCodes,
    currency: currency ?? existing?.currency,
  };
  return planNewSubscription(call, { customer, plan, living });
}

function show(
  results: readonly unknown[],
  { detailed }: ToolCall,
  isNew: boolean,
  present: Subscription | undefined,
): Answer {
  const [customer, made] = results as [Customer, Subscription?];
  const subscription = made ?? present;
  return {
    summary: `${isNew ? 'Created' : 'Updated'} customer ${namedCustomer(customer)}${made === undefined ? '' : ' and subscribed it'}.`,
    facts: {
      customer: shownCustomer(customer, detailed),
      ...(subscription && { subscription: shownSubscription(subscription, detailed) }),
    },
    warnings: warningsOf(results),
  };
}

/** Fields that are replaced as a whole: what they held before and is not given again is gone. */
const WHOLE: readonly string[] = ['address', 'metadata'];

const changeInWords = (name: string) =>
  WHOLE.includes(name) ? `the whole ${name} replaced` : name;

async function plan({ planCode, ...fields }: Arguments, call: ToolCall): Promise<Change> {
  const { customerKey } = fields;
  const existing = await foundOrNone(call.billing.customers.get({ customerKey }));
  if (existing === undefined) checkRequired(call, fields);
  const onboarding = await planOnboarding(call, { planCode, ...fields }, existing);
  const changed = Object.keys(fields).filter((name) => name !== 'customerKey');
  const verb = existing === undefined ? 'Create' : 'Update';
  const of = namedCustomer({ customerKey, name: fields.name ?? existing?.name });
  const what =
    changed.length === 0 ? '' : ` (${changed.map(existing ? changeInWords : String).join(', ')})`;
  return {
    effect: `${verb} customer ${of}${what}.${onboarding === undefined ? '' : ` ${onboarding.effect}`}`,
    needsConsent: onboarding?.call !== undefined,
    money: onboarding?.money,
    targets: onboarding?.targets ?? [`customer:${customerKey}`],
    basis: { isNew: existing === undefined, onboarding: onboarding?.basis },
    calls: [
      { operation: 'customers.upsert', input: fields },
      ...(onboarding?.call === undefined ? [] : [onboarding.call]),
    ],
    show: (results) => show(results, call, existing === undefined, onboarding?.present),
  };
}

/** Creates or updates a customer, and puts it on a plan where one is named. */
export const upsertCustomer = changingTool({
  name: 'upsert_customer',
  title: 'Create or update customer',
  description:
    'Create a customer, or update the one with this key: fields left out stay; address and metadata are replaced whole. With planCode it is subscribed too.',
  toolset: 'core',
  scope: 'billing:write',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  },
  needs: ['customers.upsert', 'customers.get'],
  arguments: customerArguments,
  plan,
});
