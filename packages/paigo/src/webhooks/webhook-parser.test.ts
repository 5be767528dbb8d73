import { BillingError, type Customer, type Invoice } from '@billport/core';
import { describe, expect, it, vi } from 'vitest';
import type { WebhookReader } from './event-parts.ts';
import { createWebhookParser, type WebhookParserOptions } from './webhook-parser.ts';
import { type PaigoWebhookType, WEBHOOK_TYPES } from './webhook-types.ts';

const KEY = 'hook-key-4242';

const CREATED_INVOICE = { invoiceId: 'inv-1', message: 'Generated invoice', customerId: 'acme' };
const CREATED_CUSTOMER = {
  customerId: 'acme',
  customerName: 'What the body says',
  offeringId: null,
  invoices: null,
  children: [],
};
const ENTITLEMENT = {
  timestamp: '2026-01-15T12:00:00Z',
  dimensionId: 'dim-1',
  customerId: 'acme',
  entitlementLimit: '100',
  currentUsageTotal: '100',
  eventType: 'usageEntitlementLimitReached',
  webhookType: 'ENTITLEMENT',
};

const delivery = (body: unknown, key = KEY) => ({
  headers: { 'X-Paigo-Security': key },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const parser = (type: PaigoWebhookType, options: Partial<WebhookParserOptions> = {}) =>
  createWebhookParser({ type, securityKey: KEY, environment: {}, ...options });

const customer = { customerKey: 'acme', name: 'What Paigo says' } satisfies Customer;
const invoice = (status: Invoice['status']) => ({ id: 'inv-1', status }) as Invoice;

/** A provider that brings these, and counts how often it is asked. */
function reader(found: { invoice?: Invoice; customer?: Customer } = {}) {
  const bring = <Value>(value: Value | undefined) =>
    vi.fn(async () => {
      if (value !== undefined) return value;
      throw new BillingError('not_found', { message: 'Gone.', details: { resource: 'thing' } });
    });
  const read = {
    customers: { get: bring(found.customer) },
    invoices: { get: bring(found.invoice) },
  };
  return read as typeof read & WebhookReader;
}

describe('the key of a webhook', () => {
  it.each([
    ['another one', 'hook-key-4243'],
    ['a part of it', 'hook-key'],
    ['a longer one', `${KEY}0`],
    ['none', ''],
  ])('point 23: has to be the very one: %s', async (_title, key) => {
    const call = parser('INVOICE_PAID')(delivery({ invoiceId: 'inv-1' }, key));
    await expect(call).rejects.toMatchObject({ code: 'webhook_invalid', provider: 'paigo' });
  });

  it('point 23: has to be there', async () => {
    const call = parser('INVOICE_PAID')({ headers: {}, body: '{}' });
    await expect(call).rejects.toMatchObject({ code: 'webhook_invalid' });
  });

  it('is looked at before the body, and nothing is read for a stranger', async () => {
    const provider = reader();
    const call = parser('CUSTOMER_CREATED', { provider })(delivery('{', 'stranger'));
    await expect(call).rejects.toMatchObject({ code: 'webhook_invalid' });
    expect(provider.customers.get).not.toHaveBeenCalled();
  });

  it('comes from the environment where no option has it', async () => {
    const environment = { PAIGO_WEBHOOK_SECURITY_KEY: KEY };
    const parse = createWebhookParser({ type: 'ENTITLEMENT', environment });
    expect((await parse(delivery(ENTITLEMENT))).type).toBe('other');
  });

  it('is in no error', async () => {
    const error = await parser('INVOICE_PAID')(delivery({}, 'sent-key-4242')).catch(
      (reason: unknown) => reason,
    );
    expect(String(error) + JSON.stringify(error)).not.toMatch(/4242/);
  });
});

describe('createWebhookParser', () => {
  const refusal = (options: object) => {
    try {
      createWebhookParser({ environment: {}, ...options } as WebhookParserOptions);
    } catch (error) {
      return error;
    }
    throw new Error('It was taken.');
  };

  it('refuses to work without a key: anybody could send events', () => {
    expect(refusal({ type: 'INVOICE_PAID' })).toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/PAIGO_WEBHOOK_SECURITY_KEY.*securityKey/),
    });
  });

  it.each([
    [{ type: 'INVOICE_PAYED', securityKey: KEY }, 'type'],
    [{ securityKey: KEY }, 'type'],
    [{ type: 'INVOICE_PAID', securityKey: '' }, 'securityKey'],
    [{ type: 'INVOICE_PAID', securityKey: 'two words' }, 'securityKey'],
    [{ type: 'INVOICE_PAID', securityKey: 'a,b' }, 'securityKey'],
    [{ type: 'INVOICE_PAID', securityKey: KEY, provider: {} }, 'provider'],
    [{ type: 'INVOICE_PAID', securityKey: KEY, key: KEY }, 'key'],
  ])('refuses %j by name', (options, setting) => {
    const error = refusal(options);
    expect(error).toMatchObject({ code: 'configuration', details: { setting } });
    expect(String(error)).not.toContain(KEY);
  });

  it('names the types that there are', () => {
    expect(refusal({ securityKey: KEY })).toMatchObject({ details: { allowed: WEBHOOK_TYPES } });
  });
});

describe('an event', () => {
  it.each([
    ['draft', 'invoice.drafted'],
    ['finalized', 'invoice.finalized'],
  ] as const)('is told by the invoice as Paigo has it: %s', async (status, type) => {
    const provider = reader({ invoice: invoice(status) });
    const event = await parser('INVOICE_CREATED', { provider })(delivery(CREATED_INVOICE));
    expect(event).toEqual({
      type,
      subject: { invoiceId: 'inv-1' },
      object: invoice(status),
      deduplicationKey: '["INVOICE_CREATED","inv-1"]',
      provider: 'paigo',
      providerType: 'INVOICE_CREATED',
      raw: CREATED_INVOICE,
    });
    expect(provider.invoices.get).toHaveBeenCalledExactlyOnceWith({ invoiceId: 'inv-1' });
  });

  it.each([
    ['voided', reader({ invoice: invoice('voided') })],
    ['unknown', reader({ invoice: invoice('unknown') })],
    ['gone', reader()],
    ['not read', undefined],
  ])('has no type where nobody knows what a new invoice is: %s', async (_title, provider) => {
    const options = provider === undefined ? {} : { provider };
    const event = await parser('INVOICE_CREATED', options)(delivery(CREATED_INVOICE));
    expect(event).toMatchObject({ type: 'other', raw: { invoiceId: 'inv-1' } });
  });

  it.each([
    ['INVOICE_PAID', 'invoice.payment_status_changed'],
    ['STRIPE_PAYMENT_FAILED', 'invoice.payment_failed'],
  ] as const)('names the invoice, and brings it where it is read: %s', async (name, type) => {
    const body = { invoiceId: 'inv-1' };
    const subject = { invoiceId: 'inv-1' };
    const plain = await parser(name)(delivery(body));
    expect(plain).toMatchObject({ type, subject });
    expect(plain).not.toHaveProperty('object');
    const provider = reader({ invoice: invoice('finalized') });
    const read = await parser(name, { provider })(delivery(body));
    expect(read).toMatchObject({ type, subject, object: { status: 'finalized' } });
  });

  it.each(['INVOICE_PAID', 'STRIPE_PAYMENT_FAILED', 'INVOICE_SENT'] as const)(
    'has no type where the body names no invoice, for what it holds is documented nowhere: %s',
    async (name) => {
      const event = await parser(name)(delivery({ customerId: 'acme' }));
      expect(event).toMatchObject({ type: 'other', providerType: name });
    },
  );

  it.each([
    ['CUSTOMER_CREATED', 'customer.created'],
    ['CUSTOMER_UPDATED', 'customer.updated'],
  ] as const)('takes nothing of the body but whom it names: %s', async (name, type) => {
    const provider = reader({ customer });
    const event = await parser(name, { provider })(delivery(CREATED_CUSTOMER));
    expect(event).toMatchObject({ type, subject: { customerKey: 'acme' }, object: customer });
    expect(await parser(name)(delivery(CREATED_CUSTOMER))).not.toHaveProperty('object');
  });

  it('has no object where what it names is gone', async () => {
    const parse = parser('CUSTOMER_UPDATED', { provider: reader() });
    const event = await parse(delivery(CREATED_CUSTOMER));
    expect(event).toMatchObject({ type: 'customer.updated', subject: { customerKey: 'acme' } });
    expect(event).not.toHaveProperty('object');
  });

  it('is not made up where Paigo cannot be asked', async () => {
    const down = new BillingError('unavailable', { message: 'Down.' });
    const get = () => Promise.reject(down);
    const provider = { customers: { get }, invoices: { get } } as unknown as WebhookReader;
    const call = parser('INVOICE_PAID', { provider })(delivery({ invoiceId: 'inv-1' }));
    await expect(call).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('has no type of its own for an entitlement', async () => {
    const event = await parser('ENTITLEMENT')(delivery(ENTITLEMENT));
    expect(event).toMatchObject({ type: 'other', providerType: 'ENTITLEMENT', raw: ENTITLEMENT });
  });
});

describe('the deduplication key', () => {
  const keyOf = async (type: PaigoWebhookType, body: object) =>
    (await parser(type)(delivery(body))).deduplicationKey;

  const alike = ['CUSTOMER_UPDATED', 'STRIPE_PAYMENT_FAILED'] as const;
  const oneOfAKind = WEBHOOK_TYPES.filter((type) => !alike.some((each) => each === type));

  it.each(oneOfAKind)('is the same each time: %s', async (type) => {
    const body = { ...CREATED_INVOICE, ...ENTITLEMENT, webhookType: type };
    expect(await keyOf(type, body)).toBe(await keyOf(type, { ...body }));
  });

  it.each(['INVOICE_CREATED', 'INVOICE_PAID', 'INVOICE_SENT'] as const)(
    'is the invoice and the type, whatever else the body says: %s',
    async (type) => {
      const key = await keyOf(type, CREATED_INVOICE);
      expect(await keyOf(type, { ...CREATED_INVOICE, message: 'Other words' })).toBe(key);
      expect(await keyOf(type, { ...CREATED_INVOICE, invoiceId: 'inv-2' })).not.toBe(key);
    },
  );

  it.each(['customerId', 'dimensionId', 'timestamp', 'eventType'])(
    'tells entitlements apart by %s',
    async (field) => {
      const other = await keyOf('ENTITLEMENT', { ...ENTITLEMENT, [field]: 'other' });
      expect(other).not.toBe(await keyOf('ENTITLEMENT', ENTITLEMENT));
    },
  );

  it.each(alike)('tells an event from one before that said the very same: %s', async (type) => {
    const body = { invoiceId: 'inv-1', customerId: 'acme', message: 'Payment failed' };
    const keys = [await keyOf(type, body), await keyOf(type, body)];
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(JSON.parse(key)[0]).toBe(type);
  });

  it.each([
    ['INVOICE_PAID', { customerId: 'acme', message: 'Invoice paid' }],
    ['INVOICE_SENT', { customerId: 'acme', invoiceId: 7 }],
    ['ENTITLEMENT', { ...ENTITLEMENT, timestamp: undefined }],
  ] as const)(
    'tells an event from one before that said the very same and left out what names it: %s',
    async (type, body) => {
      expect(await keyOf(type, body)).not.toBe(await keyOf(type, body));
    },
  );

  it('does not mix up types, or ids that are put together alike', async () => {
    const ids = (customerId: string, dimensionId: string) =>
      keyOf('ENTITLEMENT', { ...ENTITLEMENT, customerId, dimensionId });
    expect(await ids('a","b', 'c')).not.toBe(await ids('a', 'b","c'));
    expect(await keyOf('INVOICE_PAID', { invoiceId: 'i' })).not.toBe(
      await keyOf('INVOICE_SENT', { invoiceId: 'i' }),
    );
  });
});

describe('a body', () => {
  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a list', [CREATED_CUSTOMER]],
    ['null', 'null'],
    ['a text', '"acme"'],
    ['no customer', {}],
    ['a customer without an id', { customerId: '' }],
    ['a number for an id', { customerId: 7 }],
    ['an id without end', { customerId: 'a'.repeat(256) }],
  ])('is malformed: %s', async (_title, body) => {
    const call = parser('CUSTOMER_CREATED')(delivery(body));
    await expect(call).rejects.toMatchObject({ code: 'malformed_response', provider: 'paigo' });
  });

  it('is refused when it is of another type', async () => {
    const call = parser('CUSTOMER_UPDATED')(delivery(ENTITLEMENT));
    await expect(call).rejects.toMatchObject({ code: 'webhook_invalid' });
  });

  it('is refused when it is huge', async () => {
    const call = parser('ENTITLEMENT')(delivery(`"${'a'.repeat(17 * 1024 * 1024)}"`));
    await expect(call).rejects.toMatchObject({ code: 'webhook_invalid' });
  });

  it('has to be raw', async () => {
    const parsed = { headers: { 'x-paigo-security': KEY }, body: ENTITLEMENT as never };
    await expect(parser('ENTITLEMENT')(parsed)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('comes in a request too', async () => {
    const { headers, body } = delivery(ENTITLEMENT);
    const request = new Request('https://hook.test/', { method: 'POST', headers, body });
    expect((await parser('ENTITLEMENT')(request)).type).toBe('other');
  });
});
