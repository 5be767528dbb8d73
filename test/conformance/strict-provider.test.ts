import {
  formatReport,
  type Harness,
  type Report,
  runConformance,
  type Scenario,
} from '@billport/conformance';
import {
  type Billing,
  type InputField,
  invalidInput,
  type Limits,
  type OperationId,
  operations,
  partial,
} from '@billport/core';
import { describe, expect, it, vi } from 'vitest';
import { inMemory } from './embedded-harness.ts';
import { type AnyHandle, type PartHandlers, partialProvider } from './partial-provider.ts';

// Running the whole suite takes a while on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const everything = [...operations.keys()];
const START_AT = 'subscriptions.create.startAt';
const EMAIL = 'customers.upsert.email';
const honest: Partial<Limits> = { fields: { refused: [START_AT], required: [EMAIL] } };

type Data = Readonly<Record<string, unknown>>;
type Change = (handlers: PartHandlers, whole: Billing) => PartHandlers;

/** The handlers with another one in place of that of `id`. */
function instead(handlers: PartHandlers, id: OperationId, around: (inner: AnyHandle) => AnyHandle) {
  const handler = handlers.get(id);
  if (handler === undefined) throw new Error(`There is no ${id}.`);
  return new Map([...handlers, [id, { ...handler, handle: around(handler.handle) }]]);
}

/** Refuses calls of `id` for which `isWrong` holds, in the name of the field. */
function refusing(id: OperationId, field: string, isWrong: (input: Data) => boolean): Change {
  return (handlers) =>
    instead(handlers, id, (inner) => (input, context) => {
      if (isWrong(input as Data)) throw invalidInput([{ path: [field], message: 'Change it.' }]);
      return inner(input, context);
    });
}

/** Refuses a start. */
const refusesStart = refusing(
  'subscriptions.create',
  'startAt',
  ({ startAt }) => startAt !== undefined,
);

/** Refuses a new customer without an email, and one whose email is cleared. */
const requiresEmail: Change = (handlers, whole) =>
  instead(handlers, 'customers.upsert', (inner) => async (input, context) => {
    const { customerKey, email } = input as { customerKey: string; email?: string | null };
    const isKnown = async () => {
      const { items } = await whole.customers.list({ search: customerKey, limit: 100 });
      return items.some((customer) => customer.customerKey === customerKey);
    };
    if (email === null || (email === undefined && !(await isKnown()))) {
      throw invalidInput([{ path: ['email'], message: 'Give one.' }]);
    }
    return inner(input, context);
  });

const both: Change = (handlers, whole) => requiresEmail(refusesStart(handlers, whole), whole);

interface Strict {
  readonly supported?: readonly OperationId[];
  readonly limits?: Partial<Limits>;
  readonly change?: Change;
  /** Requests that the provider sent. */
  readonly requests?: () => number;
}

function harness({ supported = everything, limits = honest, change = both, requests }: Strict) {
  const made: Harness = {
    name: 'a provider that is stricter than the contract',
    async create() {
      const backend = await inMemory.create();
      const whole = backend.provider;
      const provider = partialProvider(whole, supported, limits, (handlers) =>
        change(handlers, whole),
      );
      return { ...backend, provider, ...(requests && { requests }) };
    },
  };
  return made;
}

const nothing = () => false;

function failures({ results }: Report): string[] {
  return results.flatMap(({ outcome, operation, title, error }) =>
    outcome === 'failed' ? [`${operation} ${title}: ${error}`] : [],
  );
}

function reasonOf({ results }: Report, title: string): string | undefined {
  return results.find((result) => result.title === title)?.reason;
}

describe('a provider that is stricter than the contract, and says so', () => {
  it('passes, and is told what was left out for it', async () => {
    const report = await runConformance(harness({}));
    expect(failures(report)).toEqual([]);
    expect(report.missing).toEqual([]);
    const anniversary = 'counts anniversaries from the start';
    expect(reasonOf(report, anniversary)).toBe(`the provider refuses ${START_AT}`);
    const alone = 'makes a customer of a key alone';
    expect(reasonOf(report, alone)).toBe(`the provider requires ${EMAIL}`);
    expect(formatReport(report)).toContain(`NOT RUN customers.upsert ${alone}`);
  });

  it('passes when it refuses everything around plain charges', async () => {
    const refused: InputField[] = [
      'plans.create.charges.filters',
      'plans.create.charges.groupBy',
      'plans.create.charges.minimum',
      'plans.create.usageThresholds',
      'plans.create.taxCodes',
    ];
    const fields = refused.map((field) => field.split('.').slice(2));
    const isGiven = (value: unknown, [name, ...rest]: readonly string[]): boolean => {
      if (Array.isArray(value)) return value.some((each) => isGiven(each, [name ?? '', ...rest]));
      const inner = (value as Data)[name ?? ''];
      if (inner === undefined || inner === null) return false;
      return rest.length === 0 || isGiven(inner, rest);
    };
    const change: Change = (handlers) =>
      instead(handlers, 'plans.create', (inner) => (input, context) => {
        const given = fields.filter((path) => isGiven(input, path));
        if (given.length === 0) return inner(input, context);
        throw invalidInput(given.map((path) => ({ path, message: 'Leave it out.' })));
      });
    const filter = ({ operation }: Scenario) => operation.startsWith('plans.');
    const report = await runConformance(harness({ limits: { fields: { refused } }, change }), {
      filter,
    });
    expect(failures(report)).toEqual([]);
    expect(reasonOf(report, 'refuses an unknown tax')).toBe(
      'the provider refuses plans.create.taxCodes',
    );
  });
});

let sent = 0;

const wrong: readonly (readonly [what: string, provider: Strict, problem: string])[] = [
  [
    'takes a field that it says it refuses',
    { change: requiresEmail },
    `a call that gives ${START_AT}: refused as not_found`,
  ],
  [
    'refuses a field in the name of another one',
    {
      change: (handlers, whole) =>
        requiresEmail(
          refusing(
            'subscriptions.create',
            'name',
            ({ startAt }) => startAt !== undefined,
          )(handlers, whole),
          whole,
        ),
    },
    `no issue names ${START_AT}`,
  ],
  [
    'asks its service before it refuses a field',
    {
      requests: () => sent,
      change: (handlers, whole) =>
        instead(both(handlers, whole), 'subscriptions.create', (inner) => (input, context) => {
          sent += 1;
          return inner(input, context);
        }),
    },
    `a call that gives ${START_AT}: refused after 1 requests`,
  ],
  [
    'makes a customer without what it says it requires',
    { change: refusesStart },
    `a call without ${EMAIL}: accepted`,
  ],
  [
    'refuses a customer whom it has made',
    {
      change: (handlers, whole) =>
        instead(refusesStart(handlers, whole), 'customers.upsert', (inner) => async (...call) => {
          await inner(...call);
          const { email } = call[0] as Data;
          if (email !== undefined) return inner(...call);
          throw invalidInput([{ path: ['email'], message: 'Give one.' }]);
        }),
    },
    'customers.get after a call without customers.upsert.email: accepted',
  ],
  [
    'names a field that the contract does not have',
    { limits: { fields: { refused: ['subscriptions.create.colour'] } } },
    'the limits name subscriptions.create.colour, which the contract does not have',
  ],
  [
    'names a field of an operation that the contract does not have',
    { limits: { fields: { refused: ['customers.merge.into' as InputField] } } },
    'the contract has no customers.merge',
  ],
  [
    'names a field of an operation that it does not have',
    {
      supported: everything.filter((id) => id !== 'coupons.create'),
      limits: { fields: { refused: ['coupons.create.limit'] } },
    },
    'the limits name coupons.create.limit, and it has no coupons.create',
  ],
  [
    'requires what it refuses',
    { limits: { fields: { refused: [EMAIL], required: [EMAIL] } } },
    `${EMAIL} is required and refused`,
  ],
  [
    'requires what the contract requires',
    { limits: { fields: { required: ['customers.upsert.customerKey'] } } },
    'the contract itself requires customers.upsert.customerKey',
  ],
];

describe('a provider whose limits are wrong about fields', () => {
  it.each(wrong)('is caught when it %s', async (_, provider, problem) => {
    const report = await runConformance(harness(provider), { filter: nothing });
    expect(failures(report).join('\n')).toContain(problem);
  });

  it('is caught when a field that it refuses is one that it says it does not keep', async () => {
    const change: Change = (handlers) => {
      const note = 'There are no names.';
      const dropping = partial(handlers.get('plans.create')?.handle as AnyHandle, note, ['name']);
      return new Map([...handlers, ['plans.create', dropping]]);
    };
    const limits: Partial<Limits> = { fields: { refused: ['plans.create.name'] } };
    const report = await runConformance(harness({ limits, change }), { filter: nothing });
    expect(failures(report).join('\n')).toContain('plans.create.name is in the limits and in');
  });
});

const WHOLE_UNITS = 'without a rounding says that whole units are billed, and bills them';
const NOTE = 'Whole units are billed where the metric names no rounding.';

describe('a provider that bills whole units', () => {
  const limits: Partial<Limits> = { wholeUnits: true };
  const filter = ({ title, limits: needed }: Scenario) =>
    title === WHOLE_UNITS || needed?.fractions === true;

  it('is not asked to bill parts of them', async () => {
    const change: Change = (handlers) => {
      const create = handlers.get('metrics.create')?.handle as AnyHandle;
      const rounding = { mode: 'round', precision: 0 };
      const handle: AnyHandle = (input, context) => create({ rounding, ...input }, context);
      return new Map([...handlers, ['metrics.create', partial(handle, NOTE)]]);
    };
    const report = await runConformance(harness({ limits, change }), { filter });
    expect(failures(report)).toEqual([]);
    const ran = report.results.filter(
      ({ operation, outcome }) => operation !== 'manifest' && outcome === 'passed',
    );
    expect(ran.map(({ title }) => title)).toEqual([WHOLE_UNITS]);
    const small = 'adds very large and very small amounts exactly';
    expect(reasonOf(report, small)).toBe('the provider bills whole units');
  });

  it('is caught when it bills parts of them', async () => {
    const change: Change = (handlers) => {
      const create = handlers.get('metrics.create')?.handle as AnyHandle;
      return new Map([...handlers, ['metrics.create', partial(create, NOTE)]]);
    };
    const report = await runConformance(harness({ limits, change }), { filter });
    expect(failures(report).join('\n')).toContain('the units: 1.2 instead of 1');
  });

  it('is caught when it does not say so', async () => {
    const change: Change = (handlers) => handlers;
    const report = await runConformance(harness({ limits, change }), { filter });
    expect(failures(report).join('\n')).toContain('no warning tells that whole units are billed');
  });
});

describe('a provider whose customers have one wallet from the start', () => {
  const supported = everything.filter((id) => !/^credits\.\w+Wallet$/.test(id));
  const oneEach: Change = (handlers, whole) =>
    instead(handlers, 'credits.listWallets', (inner) => async (input, context) => {
      const { customerKey } = input as { customerKey: string };
      const { items } = await whole.credits.listWallets({ customerKey });
      const { currency = 'USD' } = await whole.customers.get({ customerKey });
      if (items.length === 0) await whole.credits.createWallet({ customerKey, currency });
      return inner(input, context);
    });
  const filter = ({ operation }: Scenario) => operation.startsWith('credits.');

  it('is held to all that its wallets do', async () => {
    const having = [...supported, 'credits.getWallet'] as const;
    const options = { supported: having, limits: {}, change: oneEach };
    const report = await runConformance(harness(options), { filter });
    expect(failures(report)).toEqual([]);
    expect(report.executed).toEqual([
      'credits.getWallet',
      'credits.listWallets',
      'credits.add',
      'credits.void',
      'credits.listTransactions',
    ]);
  });

  it('is told when there is no way to a wallet', async () => {
    const without = supported.filter((id) => id !== 'credits.listWallets');
    const having = [...without, 'credits.getWallet'] as const;
    const change: Change = (handlers) => handlers;
    const report = await runConformance(harness({ supported: having, limits: {}, change }), {
      filter,
    });
    expect(failures(report)).toEqual([]);
    expect(reasonOf(report, 'takes exactly these credits')).toBe(
      'the provider has no credits.createWallet, and no credits.listWallets',
    );
  });
});

describe('a provider that does a part of an operation', () => {
  it('is not held to the other part', async () => {
    const change: Change = (handlers) => {
      const note = 'A change counts at once.';
      const handle = handlers.get('subscriptions.changePlan')?.handle as AnyHandle;
      return new Map([...handlers, ['subscriptions.changePlan', partial(handle, note)]]);
    };
    const report = await runConformance(harness({ limits: {}, change }), {
      filter: ({ operation }) => operation === 'subscriptions.changePlan',
    });
    expect(failures(report)).toEqual([]);
    const waits = 'to a lower price waits for the end of the period';
    expect(reasonOf(report, waits)).toBe('the provider does a part of subscriptions.changePlan');
  });
});

/** The value without what a provider need not tell, at whatever depth. */
function untold(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untold);
  if (typeof value !== 'object' || value === null) return value;
  const told = Object.entries(value).filter(
    ([name]) => !['createdAt', 'eventsCount'].includes(name),
  );
  return Object.fromEntries(told.map(([name, inner]) => [name, untold(inner)]));
}

describe('a provider that tells less', () => {
  it('passes without the moments of creation and the numbers of events', async () => {
    const change: Change = (handlers) => {
      const silent = [...handlers].map(([id, handler]) => {
        // Of these the contract wants the moment.
        if (/^(coupons|creditNotes|taxes)\./.test(id)) return [id, handler] as const;
        const handle: AnyHandle = async (input, context) =>
          untold(await handler.handle(input, context));
        return [id, { ...handler, handle }] as const;
      });
      return new Map(silent);
    };
    const report = await runConformance(harness({ limits: {}, change }));
    expect(failures(report)).toEqual([]);
    expect(report.missing).toEqual([]);
  });
});
