import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BillingError } from '../billing-error.ts';
import { operations } from '../contract/index.ts';
import type { Billing } from './billing.ts';
import { defineProvider } from './define-provider.ts';
import { emulated, type HandlerContext, native, partial } from './handler.ts';
import type { Limits } from './limits.ts';

const limits: Limits = {
  aggregations: ['count'],
  chargeModels: ['standard'],
  intervals: ['monthly'],
  currencies: ['USD'],
  usage: { batchSize: 10, atomic: true, deduplication: 'id', repeats: 'compared' },
  idempotencyKeys: false,
  eventuallyConsistent: false,
};

const createdAt = '2026-01-01T00:00:00.000Z';
const customer = (customerKey: string) => ({ customerKey, createdAt });
const metric = { code: 'requests', aggregation: 'count' as const, createdAt };

/** Waits until it is told to end, whatever its signal says. */
function endless() {
  return new Promise<never>(() => {});
}

function sandbox() {
  const calls: { input: unknown; context: HandlerContext }[] = [];
  let closed = 0;
  const billing = defineProvider({
    id: 'sandbox',
    limits,
    client: { version: 7 },
    alternatives: { 'coupons.apply': 'lower the price of the plan' },
    close: () => {
      closed++;
    },
    handlers: {
      customers: {
        get: native((input, context) => {
          calls.push({ input, context });
          return customer(input.customerKey);
        }),
        upsert: emulated((input, context) => {
          calls.push({ input, context });
          return { ...customer(input.customerKey), warnings: [OWN] };
        }, 'by deleting and creating it again'),
        list: partial(({ cursor }) => {
          const page = Number(cursor ?? 0);
          const items = [customer(`customer-${page}`)];
          return page < 2 ? { items, nextCursor: String(page + 1) } : { items };
        }, 'search looks at keys only'),
        delete: native(() => {
          throw new BillingError('conflict', { message: 'It has a subscription.' });
        }),
      },
      metrics: {
        create: native(endless),
        get: native(() => {
          throw new RangeError('a defect');
        }),
        update: native(async () => metric),
      },
      usage: {
        getEvent: native((input, context) => {
          calls.push({ input, context });
          return { ...input, metric: 'requests', timestamp: createdAt, properties: {} };
        }),
        estimateFees: native((input, context) => {
          calls.push({ input, context });
          return { fees: [] };
        }),
      },
    },
  });
  return { billing, calls, timesClosed: () => closed };
}

const OWN = { code: 'not_applied', message: 'The name was cut.', field: 'name' } as const;

const failureOf = async (work: PromiseLike<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!BillingError.is(error)) throw new Error('expected a BillingError', { cause: error });
  return error;
};

describe('the manifest of a provider', () => {
  it('follows from the handlers and their marks', () => {
    const { capabilities } = sandbox().billing;
    expect(capabilities['customers.get']).toEqual({ level: 'native' });
    expect(capabilities['customers.upsert']).toEqual({
      level: 'emulated',
      note: 'by deleting and creating it again',
    });
    expect(capabilities['customers.list'].level).toBe('partial');
    expect(capabilities['plans.get']).toEqual({ level: 'unsupported' });
    expect(capabilities['coupons.apply']).toEqual({
      level: 'unsupported',
      note: 'lower the price of the plan',
    });
  });

  it('names every operation of the contract, as plain JSON', () => {
    const { capabilities, limits: told } = sandbox().billing;
    expect(Object.keys(capabilities)).toEqual([...operations.keys()]);
    expect(JSON.parse(JSON.stringify(capabilities))).toEqual(capabilities);
    expect(structuredClone(told)).toEqual(limits);
  });

  it('cannot be changed', () => {
    const { billing } = sandbox();
    const frozen = [
      billing,
      billing.customers,
      billing.capabilities,
      billing.capabilities['customers.get'],
      billing.limits,
      billing.limits.usage,
      billing.limits.aggregations,
    ];
    for (const part of frozen) expect(Object.isFrozen(part)).toBe(true);
    expect(Object.isFrozen(limits.usage)).toBe(false);
  });

  it('is asked by operation', () => {
    const { billing } = sandbox();
    expect(billing.supports('customers.list')).toBe(true);
    expect(billing.supports('plans.create')).toBe(false);
    expect(billing.supports('plans.invent' as never)).toBe(false);
    expect(billing.client.version).toBe(7);
  });
});

describe('a call', () => {
  it('reaches its handler with checked input: dates as text, offsets as UTC', async () => {
    const { billing, calls } = sandbox();
    const event = { subscriptionKey: 's', metric: 'requests', properties: { seats: 3, on: true } };
    await billing.usage.estimateFees({ event: { ...event, timestamp: new Date(0) } });
    await billing.usage.estimateFees({
      event: { ...event, timestamp: '2026-01-01T01:00:00+01:00' },
    });
    expect(calls.map(({ input }) => input)).toEqual([
      {
        event: {
          ...event,
          properties: { seats: '3', on: 'true' },
          timestamp: '1970-01-01T00:00:00.000Z',
        },
      },
      { event: { ...event, properties: { seats: '3', on: 'true' }, timestamp: createdAt } },
    ]);
  });

  it('tells its handler the operation, the key and the extras of this provider only', async () => {
    const { billing, calls } = sandbox();
    await billing.customers.get(
      { customerKey: 'acme' },
      { idempotencyKey: 'k', providerOptions: { sandbox: { fast: true }, other: { slow: true } } },
    );
    expect(calls[0]?.context).toMatchObject({
      operation: 'customers.get',
      idempotencyKey: 'k',
      providerOptions: { fast: true },
    });
    expect(calls[0]?.context.signal.aborted).toBe(false);
  });

  it('never changes what the caller passed', async () => {
    const { billing } = sandbox();
    const input = Object.freeze({ customerKey: 'acme', metadata: Object.freeze({ plan: 'pro' }) });
    await billing.customers.upsert(input);
    expect(input).toEqual({ customerKey: 'acme', metadata: { plan: 'pro' } });
  });

  it('brings the warnings of its mark before those of its handler', async () => {
    const { billing } = sandbox();
    expect((await billing.customers.get({ customerKey: 'acme' })).warnings).toBeUndefined();
    expect((await billing.customers.upsert({ customerKey: 'acme' })).warnings).toEqual([
      { code: 'emulated', message: 'by deleting and creating it again' },
      OWN,
    ]);
    expect((await billing.customers.list()).warnings).toEqual([
      { code: 'partial', message: 'search looks at keys only' },
    ]);
  });

  it('leaves the warning to a handler that names the fields it does not keep', async () => {
    const billing = defineProvider({
      id: 'sandbox',
      limits,
      handlers: {
        customers: {
          get: partial(({ customerKey }) => customer(customerKey), 'no names', ['name']),
        },
      },
    });
    expect(billing.capabilities['customers.get']).toEqual({
      level: 'partial',
      note: 'no names',
      without: ['name'],
    });
    expect(Object.isFrozen(billing.capabilities['customers.get'].without)).toBe(true);
    expect(await billing.customers.get({ customerKey: 'acme' })).toEqual(customer('acme'));
  });

  it('walks a list page by page', async () => {
    const { billing } = sandbox();
    const keys = await Array.fromAsync(billing.customers.list(), (each) => each.customerKey);
    expect(keys).toEqual(['customer-0', 'customer-1', 'customer-2']);
    const rest = await Array.fromAsync(billing.customers.list({ cursor: '1' }));
    expect(rest).toHaveLength(2);
  });
});

describe('a call that fails', () => {
  it('names the field, and never reaches its handler', async () => {
    const { billing, calls } = sandbox();
    const error = await failureOf(billing.customers.get({ customerKey: ' acme' }));
    expect(error.toJSON()).toMatchObject({
      code: 'invalid_input',
      provider: 'sandbox',
      operation: 'customers.get',
      retryable: false,
      issues: [{ path: ['customerKey'] }],
    });
    expect(error.message).toMatch(/^customerKey: /);
    expect(calls).toEqual([]);
  });

  it('counts what is wrong past the third thing', async () => {
    const bad = { customerKey: ' a', name: 1, email: 'x', taxCodes: [' b'], currency: 'usd' };
    const error = await failureOf(sandbox().billing.customers.upsert(bad as never));
    expect(error.issues).toHaveLength(5);
    expect(error.message).toMatch(/ \(and 2 more\)$/);
  });

  it('is told where an error of its handler came from', async () => {
    const error = await failureOf(sandbox().billing.customers.delete({ customerKey: 'acme' }));
    expect(error).toMatchObject({
      code: 'conflict',
      provider: 'sandbox',
      operation: 'customers.delete',
    });
  });

  it('passes a defect of its handler through unchanged', async () => {
    await expect(sandbox().billing.metrics.get({ code: 'x' })).rejects.toBeInstanceOf(RangeError);
  });

  it('rejects, and never throws', () => {
    const { billing } = sandbox();
    const work = billing.customers.get(undefined as never);
    expect(work).toBeInstanceOf(Promise);
    return expect(work).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('an operation without a handler', () => {
  // The type of a concrete provider refuses these calls; a program that takes any provider may make them.
  const billing: Billing = sandbox().billing;

  it('is there, and rejects as unsupported before it looks at the input', async () => {
    const error = await failureOf(billing.plans.get({ code: 'pro' }));
    expect(error).toMatchObject({
      code: 'unsupported',
      provider: 'sandbox',
      operation: 'plans.get',
      retryable: false,
    });
    expect((await failureOf(billing.plans.get({} as never))).code).toBe('unsupported');
  });

  it('names what to use instead', async () => {
    const error = await failureOf(
      billing.coupons.apply({ customerKey: 'acme', couponCode: 'WELCOME' }),
    );
    expect(error.message).toBe(
      'sandbox has no coupons.apply. Instead: lower the price of the plan',
    );
    expect(error.details).toEqual({ alternative: 'lower the price of the plan' });
  });

  it('rejects lists both ways', async () => {
    expect((await failureOf(billing.plans.list())).code).toBe('unsupported');
    expect((await failureOf(Array.fromAsync(billing.plans.list()))).code).toBe('unsupported');
  });

  it('is every one that the manifest calls so', async () => {
    const missing = [...operations.keys()].filter((id) => !billing.supports(id));
    expect(missing.length).toBeGreaterThan(50);
    for (const id of missing) {
      const [port, name] = id.split('.') as [string, string];
      const call = (billing as never)[port][name] as () => PromiseLike<unknown>;
      expect(await failureOf(call())).toMatchObject({ code: 'unsupported', operation: id });
    }
  });
});

describe('giving up', () => {
  const input = { code: 'requests', aggregation: 'count' } as const;

  it('ends a call that was given up before it started, without calling its handler', async () => {
    const { billing, calls } = sandbox();
    const signal = AbortSignal.abort('the user left');
    const error = await failureOf(billing.customers.get({ customerKey: 'acme' }, { signal }));
    expect(error).toMatchObject({
      code: 'aborted',
      operation: 'customers.get',
      cause: 'the user left',
    });
    expect(calls).toEqual([]);
  });

  it('ends a call whose handler would never end', async () => {
    const controller = new AbortController();
    const work = failureOf(sandbox().billing.metrics.create(input, { signal: controller.signal }));
    controller.abort();
    expect((await work).code).toBe('aborted');
  });

  it('ends a call that takes too long, as one to try again', async () => {
    const error = await failureOf(sandbox().billing.metrics.create(input, { timeoutMs: 5 }));
    expect(error).toMatchObject({ code: 'timeout', retryable: true, details: { timeoutMs: 5 } });
    expect(error.message).toBe('No result after 5 ms.');
  });

  it('lets a write say itself what came of it, when it ends at once', async () => {
    const billing = defineProvider({
      id: 'sandbox',
      limits,
      handlers: {
        metrics: {
          create: native((_, { signal }) => {
            return new Promise<never>((_, reject) => {
              const details = { lookup: 'metrics.get' };
              const unknown = new BillingError('outcome_unknown', { message: 'Lost.', details });
              signal.addEventListener('abort', () => queueMicrotask(() => reject(unknown)));
            });
          }),
        },
      },
    });
    const call = billing.metrics.create(
      { code: 'requests', aggregation: 'count' },
      { timeoutMs: 5 },
    );
    await expect(call).rejects.toMatchObject({ code: 'outcome_unknown' });
  });

  it('takes a write that rejects with the reason of its signal for given up', async () => {
    const billing = defineProvider({
      id: 'sandbox',
      limits,
      handlers: {
        metrics: {
          create: native((_, { signal }) => {
            return new Promise<never>((_, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason));
            });
          }),
        },
      },
    });
    const input = { code: 'requests', aggregation: 'count' } as const;
    const call = billing.metrics.create(input, { timeoutMs: 5 });
    await expect(call).rejects.toMatchObject({ code: 'timeout', details: { timeoutMs: 5 } });
  });

  it('takes whichever comes first', async () => {
    const controller = new AbortController();
    const options = { signal: controller.signal, timeoutMs: 60_000 };
    const work = failureOf(sandbox().billing.metrics.create(input, options));
    controller.abort();
    expect((await work).code).toBe('aborted');
  });

  it('leaves a call alone that ends in time', async () => {
    const options = { signal: new AbortController().signal, timeoutMs: 60_000 };
    expect(await sandbox().billing.metrics.update({ code: 'requests' }, options)).toEqual(metric);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
    'refuses a time limit of %d',
    async (timeoutMs) => {
      const error = await failureOf(sandbox().billing.metrics.update({ code: 'x' }, { timeoutMs }));
      expect(error.code).toBe('invalid_input');
      expect(error.issues?.[0]?.path).toEqual(['options', 'timeoutMs']);
    },
  );
});

describe('call options', () => {
  it('refuses a misspelled one, which would pass for none', async () => {
    const billing = defineProvider({
      id: 'sandbox',
      limits,
      handlers: { health: { check: native(async () => ({ ok: true })) } },
    });
    const misspelled = { idempotencykey: 'k' } as never;
    await expect(billing.health.check({}, misspelled)).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['options', 'idempotencykey'] }],
    });
    await expect(billing.health.check({}, null as never)).resolves.toEqual({ ok: true });
  });
});

describe('closing', () => {
  it('lets go once, and refuses calls after it', async () => {
    const { billing, timesClosed, calls } = sandbox();
    await billing.close();
    await billing.close();
    expect(timesClosed()).toBe(1);
    expect(await failureOf(billing.customers.get({ customerKey: 'acme' }))).toMatchObject({
      code: 'configuration',
      message: 'sandbox is closed: open it again.',
      operation: 'customers.get',
    });
    expect((await failureOf(billing.customers.list())).code).toBe('configuration');
    expect(calls).toEqual([]);
  });
});

describe('the types of a provider', () => {
  const { billing } = sandbox();

  it('refuse what it does not support, and what the contract does not know', () => {
    // Never called: the compiler is the test.
    const wrong = () => {
      // @ts-expect-error: this provider has no plans.
      billing.plans.get({ code: 'pro' });
      // @ts-expect-error: there is no such operation.
      billing.customers.rename({ customerKey: 'acme' });
      // @ts-expect-error: a customer has a key.
      billing.customers.get({});
      // @ts-expect-error: strict inputs know their fields.
      billing.customers.get({ customerKey: 'acme', extra: 1 });
      // @ts-expect-error: the contract has no such operation to ask for.
      billing.supports('customers.rename');
      // @ts-expect-error: the manifest is for reading.
      billing.capabilities['customers.get'] = { level: 'native' };
      // @ts-expect-error: money is text, never a number.
      (billing as Billing).plans.create({ price: { amount: 12.5, currency: 'USD' } });
      // @ts-expect-error: a handler gives what the contract promises.
      defineProvider({ id: 'x', limits, handlers: { customers: { get: native(() => ({})) } } });
    };
    expect(wrong).toBeTypeOf('function');
  });

  it('let a concrete provider stand where any provider is asked for', async () => {
    const keyOf = async (any: Billing) =>
      (await any.customers.get({ customerKey: 'a' })).customerKey;
    expect(await keyOf(billing)).toBe('a');
  });

  it('agree with the schemas at run time', async () => {
    const output = operations.get('customers.get')?.output ?? z.never();
    expect(output.safeParse(await billing.customers.get({ customerKey: 'a' })).success).toBe(true);
  });
});
