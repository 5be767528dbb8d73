import type { Answer } from '../answers/answer.ts';
import type { Tool } from './tool.ts';
import { carryOut, plan, type TestCall } from './tool-call.fixture.ts';

/** Plans with a tool and makes the calls of the plan, as the server does once it may. */
export async function run(tool: Tool, args: object, call: TestCall): Promise<Answer> {
  return carryOut(await plan(tool, args, call), call);
}

/** Everything that a customer has and owes, and the whole catalogue. */
export async function stateOf({ engine }: TestCall): Promise<object> {
  const [customers, metrics, plans, coupons, taxes] = await Promise.all([
    engine.customers.list(),
    engine.metrics.list(),
    engine.plans.list(),
    engine.coupons.list(),
    engine.taxes.list(),
  ]);
  const [subscriptions, wallets, applied, invoices, events, notes] = await Promise.all([
    engine.subscriptions.list(),
    engine.credits.listWallets(),
    engine.coupons.listApplied(),
    engine.invoices.list(),
    engine.usage.listEvents(),
    engine.creditNotes.list(),
  ]);
  return {
    customers,
    metrics,
    plans,
    coupons,
    taxes,
    subscriptions,
    wallets,
    applied,
    invoices,
    events,
    notes,
  };
}
