import {
  type Billing,
  BillingError,
  contract,
  type InstantInput,
  Listing,
  manualClock,
  type Operation,
  type OperationId,
  type Result,
} from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import type { Answer } from '../answers/answer.ts';
import type { Change } from './change.ts';
import type { Tool } from './tool.ts';
import type { ToolCall } from './tool-call.ts';

/** Where the clock of the tests stands. */
export const START = '2026-03-10T12:00:00.000Z';

/** A call of a tool on an engine of its own, with what it asked the provider for. */
export interface TestCall extends ToolCall {
  /** The engine itself, for making data: its calls are not counted. */
  readonly engine: EmbeddedBilling;
  /** Operations that the tool called, in order. */
  readonly called: OperationId[];
  /** Does everything that is due by then. */
  readonly advanceTo: (instant: InstantInput) => Promise<void>;
}

/** What a test may say about its call. */
export interface TestCallOptions {
  readonly detailed?: boolean;
  /** Operations that the provider cannot do, each with what to use instead. */
  readonly without?: Partial<Record<OperationId, string>>;
  /** Operations that fail, each with its error. */
  readonly failing?: Partial<Record<OperationId, Error>>;
  readonly signal?: AbortSignal;
}

function refusing(id: OperationId, options: TestCallOptions): Error | undefined {
  const alternative = options.without?.[id];
  if (alternative === undefined) return options.failing?.[id];
  return new BillingError('unsupported', {
    message: `embedded has no ${id}. Instead: ${alternative}`,
    details: { alternative },
    provider: 'embedded',
    operation: id,
  });
}

/** The provider as a tool sees it: reads are counted, writes refused. */
function watched(engine: Billing, called: OperationId[], options: TestCallOptions): Billing {
  const watch = (operation: Operation, run: (...args: unknown[]) => unknown) => {
    const id = operation.id as OperationId;
    return (...args: unknown[]) => {
      called.push(id);
      const error =
        operation.effect === 'read' ? refusing(id, options) : new Error(`${id} during a read`);
      if (error === undefined) return run(...args);
      const refuse = () => Promise.reject(error);
      return operation.shape === 'page' ? new Listing(refuse) : refuse();
    };
  };
  const ports = Object.entries(contract).map(([port, declared]) => [
    port,
    Object.fromEntries(
      Object.entries(declared as Record<string, Operation>).map(([name, operation]) => {
        const functions = engine[port as keyof typeof contract] as unknown as Record<
          string,
          (...args: unknown[]) => unknown
        >;
        return [name, watch(operation, functions[name] as (...args: unknown[]) => unknown)];
      }),
    ),
  ]);
  const missing = Object.entries(options.without ?? {});
  return {
    ...engine,
    ...Object.fromEntries(ports),
    capabilities: {
      ...engine.capabilities,
      ...Object.fromEntries(missing.map(([id, note]) => [id, { level: 'unsupported', note }])),
    },
    supports: (id: OperationId) => options.without?.[id] === undefined && engine.supports(id),
  };
}

/** A call on `engine`, or on a new one whose clock stands at {@link START}. */
export function testCall(options: TestCallOptions = {}, shared?: TestCall): TestCall {
  const clock = shared?.clock ?? manualClock(START);
  const engine = shared?.engine ?? createEmbedded({ clock });
  const called: OperationId[] = [];
  return {
    billing: watched(engine, called, options),
    engine,
    called,
    principal: { id: 'local' },
    clock,
    signal: options.signal ?? new AbortController().signal,
    detailed: options.detailed ?? false,
    progress: async () => undefined,
    advanceTo: (instant) => engine.advanceTo(instant),
  };
}

/** Calls a reading tool as the server does: arguments are checked first. */
export async function read(tool: Tool, args: object, call: ToolCall): Promise<Answer> {
  if (tool.kind !== 'reading') throw new TypeError(`${tool.name} changes something`);
  return tool.read(tool.arguments.parse(args), call);
}

/** Plans with a changing tool as the server does: arguments are checked first. */
export async function plan(tool: Tool, args: object, call: ToolCall): Promise<Change> {
  if (tool.kind !== 'changing') throw new TypeError(`${tool.name} only reads`);
  return tool.plan(tool.arguments.parse(args), call);
}

/** Makes the calls of a change on the engine, and shows what they brought. */
export async function carryOut(change: Change, call: TestCall): Promise<Answer> {
  const results: Result<object>[] = [];
  for (const { operation, input } of change.calls) {
    const [port, name] = operation.split('.') as [keyof typeof contract, string];
    const functions = call.engine[port] as unknown as Record<
      string,
      (input: object) => Promise<Result<object>>
    >;
    const run = functions[name] as (input: object) => Promise<Result<object>>;
    results.push(await run(typeof input === 'function' ? input(results) : input));
  }
  return change.show(results);
}

/** A metric, a plan, a coupon, a tax and Acme on the plan, with usage, credits and the coupon. */
export async function withAcme(call: TestCall): Promise<TestCall> {
  const { engine } = call;
  await engine.metrics.create({ code: 'calls', name: 'API calls', aggregation: 'count' });
  await engine.plans.create({
    code: 'pro',
    name: 'Pro',
    interval: 'monthly',
    price: { amount: '20.00', currency: 'USD' },
    timing: 'arrears',
    charges: [
      { metric: 'calls', timing: 'arrears', model: 'standard', pricing: { unitAmount: '0.5' } },
    ],
  });
  await engine.coupons.create({
    code: 'spring',
    name: 'Spring sale',
    discount: { type: 'percentage', rate: '25' },
    frequency: { type: 'forever' },
  });
  await engine.taxes.create({ code: 'vat', name: 'VAT', rate: '20' });
  await engine.customers.upsert({
    customerKey: 'acme',
    name: 'Acme Corp',
    email: 'billing@acme.example',
    currency: 'USD',
  });
  await engine.subscriptions.create({
    subscriptionKey: 'acme-pro',
    customerKey: 'acme',
    planCode: 'pro',
    startAt: '2026-03-01T00:00:00Z',
  });
  await engine.usage.record({
    events: ['e1', 'e2', 'e3'].map((id, index) => ({
      id,
      subscriptionKey: 'acme-pro',
      metric: 'calls',
      timestamp: `2026-03-0${index + 5}T08:00:00Z`,
    })),
  });
  const wallet = await engine.credits.createWallet({ customerKey: 'acme', currency: 'USD' });
  await engine.credits.add({ walletId: wallet.id, kind: 'granted', credits: '15' });
  await engine.coupons.apply({ customerKey: 'acme', couponCode: 'spring' });
  return call;
}
