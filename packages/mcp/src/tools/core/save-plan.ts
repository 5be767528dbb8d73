import {
  type CheckedInputOf,
  CreatePlanInput,
  chargeCode,
  checkInput,
  contract,
  type Plan,
  type UpdatePlanInput,
} from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { Refusal } from '../../answers/refusal.ts';
import { shownPlan } from '../../answers/shown/index.ts';
import type { Change } from '../change.ts';
import { fieldsOf } from '../fields-of.ts';
import { foundOrNone } from '../found-or-none.ts';
import { requireMoneyScope } from '../money-scope.ts';
import { counted, keyInWords, namedPlan } from '../named.ts';
import { notCleared } from '../not-cleared.ts';
import { refusedByState } from '../refuse-state.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { requireShowable } from '../values-in-words.ts';
import { variantsOf } from '../variants-of.ts';
import { checkFixed } from './check-fixed.ts';
import { planDifferences, planValues } from './plan-differences.ts';
import { priceInWords } from './plan-price.ts';
import { planUsers } from './plan-users.ts';

const { code, name, description, price, trialDays, taxCodes, removeCharges, metadata } = notCleared(
  fieldsOf(contract.plans.update, [
    'code',
    'name',
    'description',
    'price',
    'trialDays',
    'taxCodes',
    'removeCharges',
    'metadata',
  ]),
);

/** What the contract's own schema checks once it is known whether the plan is new. */
const loose = () => z.looseObject({});

const planArguments = z.strictObject({
  code,
  name,
  description,
  price,
  interval: z.enum(variantsOf(CreatePlanInput, 'interval')).optional(),
  timing: z.enum(['arrears', 'advance']).optional().describe('New: with price and interval.'),
  trialDays,
  taxCodes,
  charges: z
    .array(loose())
    .optional()
    .describe(
      'Others stay. E.g. {"metric":"api_calls","timing":"arrears","model":"graduated","pricing":{"tiers":[{"upTo":"1000","unitAmount":"0"},{"upTo":null,"unitAmount":"0.01"}]}}. Or standard {unitAmount}, volume {tiers}, package {amount,size}, percentage {rate}.',
    ),
  removeCharges,
  minimumCommitment: loose().optional().describe('{amount: like price}'),
  usageThresholds: z.array(loose()).optional().describe('[{amount: like price}]'),
  chargesBilledMonthly: z.boolean().optional(),
  metadata,
});

type Arguments = z.output<typeof planArguments>;

const FIXED = ['interval', 'timing', 'chargesBilledMonthly'] as const;

function show(results: readonly unknown[], { detailed }: ToolCall, verb: string): Answer {
  const [plan] = results as [Plan];
  return {
    summary: `${verb} plan ${namedPlan(plan)}.`,
    facts: { plan: shownPlan(plan, detailed) },
    warnings: warningsOf(results),
  };
}

/** @throws Refusal `invalid_arguments` for charges that are to be taken from a plan there is not. */
function planCreation({ removeCharges = [], ...fields }: Arguments, call: ToolCall): Change {
  if (removeCharges.length > 0) {
    throw new Refusal('invalid_arguments', {
      field: 'removeCharges',
      message: `removeCharges: there is no plan ${keyInWords(fields.code)} yet, so it has none.`,
      next: 'Leave removeCharges out to create the plan, or find its code with get_catalog.',
    });
  }
  const input = checkInput(contract.plans.create, fields);
  const charges = input.charges ?? [];
  const usage = charges.length === 0 ? '' : `, ${counted(charges.length, 'charge')}`;
  return {
    effect: `Create plan ${namedPlan(input)}: ${priceInWords(input)} billed in ${input.timing}${usage}.`,
    needsConsent: false,
    targets: [`plan:${fields.code}`],
    basis: 'new',
    calls: [{ operation: 'plans.create', input }],
    show: (results) => show(results, call, 'Created'),
  };
}

/** @throws Refusal `invalid_arguments` for charges that the plan does not have. */
function checkRemoved({ removeCharges = [] }: Arguments, existing: Plan): void {
  const codes = existing.charges.map(chargeCode);
  const missing = removeCharges.find((code) => !codes.includes(code));
  if (missing === undefined) return;
  throw refusedByState(
    'removeCharges',
    `plan ${namedPlan(existing)} has no charge ${keyInWords(missing)}`,
    codes.length === 0
      ? 'Leave removeCharges out: it has no charges.'
      : `Name those that it has: ${codes.map((code) => keyInWords(code)).join(', ')}.`,
  );
}

/** @throws Refusal `invalid_arguments` for another currency than subscribers pay in. */
function checkCurrency({ price }: Arguments, existing: Plan): void {
  const { currency } = existing.price;
  if (price === undefined || price === null || price.currency === currency) return;
  throw refusedByState(
    'price',
    `subscriptions pay in ${currency} for plan ${namedPlan(existing)}`,
    `Write the price in ${currency}, or create another plan for ${price.currency}.`,
  );
}

async function planUpdate(args: Arguments, existing: Plan, call: ToolCall): Promise<Change> {
  requireOperation(call, 'plans.update');
  checkFixed('plan', FIXED, args, existing);
  const { interval, timing, chargesBilledMonthly, ...fields } = args;
  const input: CheckedInputOf<typeof contract.plans.update> = checkInput(
    contract.plans.update,
    fields,
  );
  checkRemoved(args, existing);
  const found = await planUsers(call, args.code);
  if (found?.isCertain) checkCurrency(args, existing);
  const users = found?.words;
  if (users !== undefined) {
    requireMoneyScope(call, 'Changing a plan in use');
    requireShowable(planValues(input as UpdatePlanInput), {
      field: 'charges',
      next: 'Change fewer charges at a time: those left out stay.',
    });
  }
  const use = users ?? 'which nobody is on';
  return {
    effect: `Change plan ${namedPlan(existing)}, ${use}: ${planDifferences(existing, input as UpdatePlanInput)}.`,
    needsConsent: users !== undefined,
    targets: [`plan:${args.code}`],
    basis: { plan: existing, users },
    calls: [{ operation: 'plans.update', input }],
    show: (results) => show(results, call, 'Changed'),
  };
}

async function plan(args: Arguments, call: ToolCall): Promise<Change> {
  const existing = await foundOrNone(call.billing.plans.get({ code: args.code }));
  return existing === undefined ? planCreation(args, call) : planUpdate(args, existing, call);
}

/** Creates a plan, or changes the one with this code. */
export const savePlan = changingTool({
  name: 'save_plan',
  title: 'Create or update plan',
  description:
    'Create a plan, or update the one with this code: fields left out stay. A plan in use needs consent.',
  toolset: 'core',
  scope: 'billing:write',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  needs: ['plans.create', 'plans.get'],
  arguments: planArguments,
  plan,
});
