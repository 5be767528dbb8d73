import { Charge, manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { selectProvider } from 'billport';
import { describe, expect, it } from 'vitest';
import { INJECTIONS, UNSAFE_CHARACTER } from '../answers/injections.fixture.ts';
import { engineWithAcme, testServer } from '../server/test-server.fixture.ts';
import { surface } from '../surface/surface.ts';
import { CHARGE_EXAMPLES } from './guides/charge-examples.ts';
import { TOPICS } from './guides/topics.ts';

type Options = Parameters<typeof testServer>[0];

async function serverWithResources(options: Options = {}) {
  const made = await testServer({ surface, ...options });
  const read = async (uri: string): Promise<string> => {
    const { contents } = await made.client.readResource({ uri });
    const [content] = contents as { text: string; uri: string }[];
    expect(content?.uri).toBe(uri);
    return content?.text ?? '';
  };
  const failure = (uri: string) =>
    made.client.readResource({ uri }).then(
      () => expect.unreachable('it was read'),
      (error: { code: number; message: string; data: Record<string, unknown> }) => error,
    );
  return { ...made, read, failure };
}

/** A server of a provider that nobody gave credentials. */
const withoutCredentials = (provider: string, settings: Options = {}) =>
  serverWithResources({ choice: selectProvider({ BILLING_PROVIDER: provider }), ...settings });

describe('the list of resources', () => {
  it('has a description of every entry, and no thing of a customer', async () => {
    const { client } = await serverWithResources();
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      'billing://capabilities',
      ...Object.keys(TOPICS).map((topic) => `billing://guide/${topic}`),
    ]);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      'billing://guide/{topic}',
      'billing://customers/{key}',
      'billing://invoices/{id}',
      'billing://plans/{code}',
    ]);
    for (const { description } of [...resources, ...resourceTemplates]) {
      expect(description?.length).toBeGreaterThan(20);
    }
  });
});

describe('billing://capabilities', () => {
  it.each(['embedded', 'lago', 'paigo'])(
    'P7: tells of %s without credentials what it can do and how',
    async (provider) => {
      const { read } = await withoutCredentials(provider);
      const text = await read('billing://capabilities');
      expect(text).toContain(`Provider ${provider}, environment`);
      expect(text).toContain('consentPolicy: confirm');
      expect(text).toContain('toolsets: core, tail');
      expect(text).not.toContain('Not everything is shown');
      const capabilities = await selectProvider({ BILLING_PROVIDER: provider }).capabilities();
      for (const [operation, { level }] of Object.entries(capabilities)) {
        if (level === 'native') continue;
        expect(text).toContain(`${operation}\t${level}`);
      }
    },
  );

  it('tells the limits and the policy of the server', async () => {
    const { read } = await serverWithResources({
      settings: { policy: 'block', maxAmount: { USD: '500.00' }, readOnly: true },
    });
    const text = await read('billing://capabilities');
    expect(text).toContain('consentPolicy: block');
    expect(text).toContain('USD: 500.00');
    expect(text).toContain('readOnly: true');
    expect(text).not.toContain('upsert_customer');
  });
});

describe('billing://guide/{topic}', () => {
  it.each(Object.keys(TOPICS))('%s is short, and the same without credentials', async (topic) => {
    const uri = `billing://guide/${topic}`;
    const text = await (await withoutCredentials('embedded')).read(uri);
    expect(text).toMatch(/^# /);
    expect(text.length).toBeGreaterThan(300);
    expect(text.length).toBeLessThan(6_000);
    expect(await (await withoutCredentials('paigo')).read(uri)).toMatch(/^# /);
  });

  it('plans has one example of each charge model, which the contract accepts', async () => {
    const { read } = await serverWithResources();
    const text = await read('billing://guide/plans');
    const examples = [...text.matchAll(/```json\n(.+)\n```/g)].map(([, json]) =>
      Charge.parse(JSON.parse(json as string)),
    );
    expect(examples.map(({ model }) => model)).toEqual(Object.keys(CHARGE_EXAMPLES));
  });

  it('plans has a minimum of a charge and of a plan as save_plan takes them', async () => {
    const { read, call, engine } = await serverWithResources();
    const text = await read('billing://guide/plans');
    const minimum = /such as `(\{.+?\})`/.exec(text)?.[1] as string;
    const minimumCommitment = /of the plan, `(\{.+?\})`/.exec(text)?.[1] as string;
    await engine.metrics.create({ code: 'api_calls', aggregation: 'count' });
    const { isError } = await call('save_plan', {
      code: 'pro',
      interval: 'monthly',
      timing: 'advance',
      price: { amount: '20.00', currency: 'USD' },
      minimumCommitment: JSON.parse(minimumCommitment),
      charges: [{ ...CHARGE_EXAMPLES.standard.charge, minimum: JSON.parse(minimum) }],
    });
    expect(isError).toBe(false);
    expect(await engine.plans.get({ code: 'pro' })).toMatchObject({
      minimumCommitment: { amount: { amount: '5.00' } },
      charges: [{ minimum: { amount: '5.00' } }],
    });
  });

  it('usage has an example that is recorded once, and views that there are', async () => {
    const clock = manualClock('2026-03-10T12:00:00Z');
    const engine = createEmbedded({ clock });
    await engine.customers.upsert({ customerKey: 'acme' });
    await engine.metrics.create({ code: 'api_calls', aggregation: 'count' });
    await engine.plans.create({
      code: 'pro',
      interval: 'monthly',
      timing: 'arrears',
      price: { amount: '20.00', currency: 'USD' },
      charges: [
        { metric: 'api_calls', timing: 'advance', model: 'standard', pricing: { unitAmount: '1' } },
      ],
    });
    const subscription = { subscriptionKey: 's', customerKey: 'acme', planCode: 'pro' };
    await engine.subscriptions.create({ ...subscription, startAt: '2026-03-01T00:00:00Z' });
    const { read, call } = await serverWithResources({ engine });
    const text = await read('billing://guide/usage');
    const example = JSON.parse(/`(\{"events".+?\})`\./.exec(text)?.[1] ?? 'null');
    for (const counts of [
      { recorded: 1, duplicates: 0 },
      { recorded: 0, duplicates: 1 },
    ]) {
      expect((await call('record_usage', example)).facts).toMatchObject(counts);
    }
    const named = /\(`view: (\w+)`\).+\(`(\w+)`\).+\(`(\w+)`,/.exec(text)?.slice(1) ?? [];
    expect(named).toHaveLength(3);
    for (const view of named) {
      const event = view === 'estimate' ? { event: { metric: 'api_calls' } } : {};
      const { isError } = await call('get_usage', { customer: 'acme', view, ...event });
      expect([view, isError]).toEqual([view, false]);
    }
  });

  it('usage says what a name of nothing does to the other events of a call', async () => {
    const { read, call, engine } = await serverWithResources();
    expect(await read('billing://guide/usage')).toContain(
      'that is not there refuses the whole call, and nothing is recorded',
    );
    await engine.metrics.create({ code: 'api_calls', aggregation: 'count' });
    await engine.plans.create({
      code: 'pro',
      interval: 'monthly',
      timing: 'arrears',
      price: { amount: '20.00', currency: 'USD' },
    });
    await engine.subscriptions.create({
      subscriptionKey: 's',
      customerKey: 'acme',
      planCode: 'pro',
    });
    const good = { metric: 'api_calls', customer: 'acme', id: 'e1' };
    const { isError } = await call('record_usage', { events: [good, { ...good, metric: 'none' }] });
    expect(isError).toBe(true);
    expect((await engine.usage.listEvents({ subscriptionKey: 's' })).items).toEqual([]);
  });

  it('lists says that a cursor takes another limit, and it does', async () => {
    const { read, call, engine } = await serverWithResources();
    expect(await read('billing://guide/lists')).toContain('`limit` may be another one');
    for (const customerKey of ['b', 'c', 'd']) await engine.customers.upsert({ customerKey });
    const { facts } = await call('list_customers', { limit: 1 });
    const rest = await call('list_customers', { limit: 3, cursor: facts.nextCursor });
    const keys = (rest.facts.items as { customerKey: string }[]).map((item) => item.customerKey);
    expect(keys).toEqual(['c', 'b', 'acme']);
  });

  it('plans says which models the provider does not have', async () => {
    const choice = selectProvider({ BILLING_PROVIDER: 'paigo' });
    const { chargeModels } = await choice.limits();
    const { read } = await serverWithResources({ choice });
    const missing = [...(await read('billing://guide/plans')).matchAll(/## (\w+) \(not at/g)];
    expect(missing.map(([, model]) => model)).toEqual(
      Object.keys(CHARGE_EXAMPLES).filter((model) => !(chargeModels as string[]).includes(model)),
    );
    expect(missing.length).toBeGreaterThan(0);
  });

  it('D8: says which change that gives money no limit applies to', async () => {
    const { read } = await serverWithResources();
    expect(await read('billing://guide/money')).toContain(
      'A coupon of a percentage has no amount before there are invoices: no limit on amounts applies',
    );
    expect(await read('billing://guide/consent')).toContain('usage with its own price');
  });

  it('consent tells the policy and the limits of this server', async () => {
    const { read } = await serverWithResources({
      settings: { policy: 'allow', maxAmount: { USD: '500.00', '*': '20' } },
    });
    const text = await read('billing://guide/consent');
    expect(text).toContain('`allow`: such changes are made without asking');
    expect(text).toContain('at most 500.00 USD, 20 in any other currency in one change');
  });
});

describe('things of the provider', () => {
  it('are read whole by key, id and code', async () => {
    const { read, engine } = await serverWithResources();
    await engine.plans.create({
      code: 'pro',
      interval: 'monthly',
      timing: 'advance',
      price: { amount: '20.00', currency: 'USD' },
    });
    const invoice = await engine.invoices.create({
      customerKey: 'acme',
      currency: 'USD',
      items: [{ name: 'Setup', unitAmount: '10.00' }],
    });
    expect(await read('billing://customers/acme')).toMatch(/<data-\w+>[\s\S]*customerKey: acme/);
    expect(await read('billing://plans/pro')).toContain('20.00 USD');
    expect(await read(`billing://invoices/${invoice.id}`)).toContain('Setup');
  });

  it('are found by keys that an address has to escape', async () => {
    const { read, engine } = await serverWithResources();
    await engine.customers.upsert({ customerKey: 'a/b ü%', name: 'Odd' });
    expect(await read(`billing://customers/${encodeURIComponent('a/b ü%')}`)).toContain('Odd');
  });

  it.each([
    'billing://customers/nobody',
    'billing://customers/',
    'billing://customers/%E0%A4%A',
    `billing://customers/${'x'.repeat(300)}`,
    'billing://invoices/none',
    'billing://plans/none',
    'billing://guide/none',
    'billing://guide/toString',
    'billing://else',
    'https://example.com/',
  ])('that are not there are not found: %s', async (uri) => {
    const { failure } = await serverWithResources();
    expect(await failure(uri)).toMatchObject({ code: -32602, data: { uri } });
  });

  it.each(Object.entries(INJECTIONS))('S2: keeps %s within the fence', async (_, text) => {
    const engine = await engineWithAcme();
    const acme = await engine.customers.get({ customerKey: 'acme' });
    const hostile = { ...acme, name: text, metadata: { [text.slice(0, 40)]: text } };
    const billing = { ...engine, customers: { ...engine.customers, get: async () => hostile } };
    const { read } = await serverWithResources({ billing });
    const shown = await read('billing://customers/acme');
    const name = /<(data-\w+)>/.exec(shown)?.[1];
    expect(shown.split(`</${name}>`)).toHaveLength(2);
    expect(shown.match(/[<>]/g)).toHaveLength(4);
    expect(shown.replaceAll('\n', '')).not.toMatch(UNSAFE_CHARACTER);
  });

  it.each([
    ['masked', 'A*** C***'],
    ['none', '[hidden]'],
  ] as const)('S2: personal data leaves as the policy %s lets it', async (pii, name) => {
    const { read } = await serverWithResources({ settings: { pii } });
    const text = await read('billing://customers/acme');
    expect(text).toContain(`name: ${name}`);
    expect(text).not.toContain('Acme');
  });

  it('P7: say which variable is missing, where there are no credentials', async () => {
    const { failure } = await withoutCredentials('lago');
    const { message, data } = await failure('billing://customers/acme');
    expect(message).toContain('LAGO_API_KEY');
    expect(data).toMatchObject({ code: 'configuration', changed: 'no', retryable: false });
  });

  it('S7: are read no more often than tools are called', async () => {
    const { read, failure } = await serverWithResources({ settings: { maxCallsPerMinute: 2 } });
    await read('billing://customers/acme');
    await read('billing://capabilities');
    const { data } = await failure('billing://customers/acme');
    expect(data).toMatchObject({ code: 'rate_limited', retryable: true, retryAfterMs: 60_000 });
  });
});

describe('completion', () => {
  const valuesOf = async (
    { client }: Awaited<ReturnType<typeof serverWithResources>>,
    uri: string,
    name: string,
    value: string,
  ) => {
    const ref = { type: 'ref/resource' as const, uri };
    return (await client.complete({ ref, argument: { name, value } })).completion;
  };

  it('offers keys by key, name and e-mail', async () => {
    const server = await serverWithResources();
    await server.engine.customers.upsert({ customerKey: 'c2', name: 'Beta', email: 'x@acme.test' });
    await server.engine.customers.upsert({ customerKey: 'c3', name: 'Other' });
    const { values } = await valuesOf(server, 'billing://customers/{key}', 'key', 'ACME');
    expect(values.toSorted()).toEqual(['acme', 'c2']);
  });

  it('offers at most 20, and says that there are more', async () => {
    const server = await serverWithResources();
    for (let index = 0; index < 25; index += 1) {
      await server.engine.customers.upsert({ customerKey: `many-${index}` });
    }
    const completion = await valuesOf(server, 'billing://customers/{key}', 'key', 'many');
    expect(completion.values).toHaveLength(20);
    expect(completion.hasMore).toBe(true);
  });

  it('offers topics, codes of plans and ids of invoices', async () => {
    const server = await serverWithResources();
    const { engine } = server;
    await engine.plans.create({
      code: 'pro',
      name: 'Professional',
      interval: 'monthly',
      timing: 'advance',
      price: { amount: '20.00', currency: 'USD' },
    });
    const { id, number } = await engine.invoices.create({
      customerKey: 'acme',
      currency: 'USD',
      items: [{ name: 'Setup', unitAmount: '10.00' }],
    });
    expect((await valuesOf(server, 'billing://guide/{topic}', 'topic', 'p')).values).toEqual([
      'plans',
    ]);
    expect((await valuesOf(server, 'billing://plans/{code}', 'code', 'fess')).values).toEqual([
      'pro',
    ]);
    const invoices = await valuesOf(server, 'billing://invoices/{id}', 'id', number as string);
    expect(invoices.values).toEqual([id]);
  });

  it('S2: offers no key with something invisible in it', async () => {
    const server = await serverWithResources();
    await server.engine.customers.upsert({ customerKey: 'acme<b>' });
    const { values } = await valuesOf(server, 'billing://customers/{key}', 'key', 'acme');
    expect(values).toEqual(['acme']);
  });

  it('offers nothing for other arguments, and refuses templates that are not there', async () => {
    const server = await serverWithResources();
    expect((await valuesOf(server, 'billing://plans/{code}', 'toString', '')).values).toEqual([]);
    await expect(valuesOf(server, 'billing://none/{x}', 'x', '')).rejects.toMatchObject({
      code: -32602,
    });
  });
});
