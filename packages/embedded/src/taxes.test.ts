import { contract, Tax } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { openPorts, refusal, START } from './object-ports.fixture.ts';

describe('taxes.create', () => {
  it('stores the tax; its name is the code when none is given', async () => {
    const { billing } = openPorts();
    const tax = await billing.taxes.create({ code: 'vat', rate: '8.875', byDefault: true });
    expect(tax).toEqual({
      code: 'vat',
      name: 'vat',
      rate: '8.875',
      byDefault: true,
      createdAt: START,
    });
    expect(Tax.parse(await billing.taxes.get({ code: 'vat' }))).toEqual(tax);
  });

  it('refuses a code that is taken', async () => {
    const ports = openPorts();
    await ports.billing.taxes.create({ code: 'vat', rate: '20' });
    const error = await refusal(ports, () =>
      ports.billing.taxes.create({ code: 'vat', rate: '10' }),
    );
    expect(error).toMatchObject({
      code: 'already_exists',
      details: { resource: 'tax', key: 'vat' },
    });
  });

  it('makes one tax of two calls with one idempotency key', async () => {
    const { billing } = openPorts();
    const call = () =>
      billing.taxes.create({ code: 'vat', rate: '20' }, { idempotencyKey: 'first' });
    expect(await call()).toEqual(await call());
    expect((await billing.taxes.list()).items).toHaveLength(1);
  });
});

describe('taxes.update', () => {
  it('leaves what is absent, clears what is null and replaces the rest', async () => {
    const { billing } = openPorts();
    await billing.taxes.create({ code: 'vat', name: 'VAT', rate: '20', description: 'Old' });
    expect(await billing.taxes.update({ code: 'vat', rate: '21', description: null })).toEqual({
      code: 'vat',
      name: 'VAT',
      rate: '21',
      createdAt: START,
    });
  });

  it('does not know a tax that is not there', async () => {
    const ports = openPorts();
    const error = await refusal(ports, () => ports.billing.taxes.update({ code: 'x', rate: '1' }));
    expect(error).toMatchObject({ code: 'not_found', details: { resource: 'tax', key: 'x' } });
  });
});

describe('taxes.delete', () => {
  it('takes the tax from plans, charges, commitments and customers, and leaves the others', async () => {
    const { billing } = openPorts();
    for (const code of ['vat', 'gst']) await billing.taxes.create({ code, rate: '20' });
    await billing.metrics.create({ code: 'calls', aggregation: 'count' });
    const charge = {
      metric: 'calls',
      model: 'standard',
      timing: 'arrears',
      pricing: { unitAmount: '1' },
    } as const;
    await billing.plans.create({
      code: 'basic',
      interval: 'monthly',
      timing: 'arrears',
      price: { amount: '10.00', currency: 'USD' },
      taxCodes: ['vat', 'gst'],
      charges: [
        { ...charge, code: 'one', taxCodes: ['vat'] },
        { ...charge, code: 'two', taxCodes: ['gst', 'vat'] },
        { ...charge, code: 'three', taxCodes: [] },
      ],
      minimumCommitment: { amount: { amount: '5.00', currency: 'USD' }, taxCodes: ['vat'] },
    });
    await billing.customers.upsert({ customerKey: 'acme', taxCodes: ['vat'] });
    await billing.customers.upsert({ customerKey: 'other', taxCodes: ['gst'] });
    expect(await billing.taxes.delete({ code: 'vat' })).toMatchObject({ code: 'vat' });

    const plan = await billing.plans.get({ code: 'basic' });
    expect(plan.taxCodes).toEqual(['gst']);
    // A list that lost its last tax is gone, so that the next level decides; an empty one stays.
    expect(plan.charges.map(({ taxCodes }) => taxCodes)).toEqual([undefined, ['gst'], []]);
    expect(plan.minimumCommitment).toEqual({ amount: { amount: '5.00', currency: 'USD' } });
    const customer = await billing.customers.get({ customerKey: 'acme' });
    expect(customer).toEqual({ customerKey: 'acme', createdAt: START });
    expect(await billing.customers.get({ customerKey: 'other' })).toMatchObject({
      taxCodes: ['gst'],
    });
    await expect(billing.taxes.get({ code: 'vat' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await billing.taxes.list()).items.map(({ code }) => code)).toEqual(['gst']);
  });

  it('does not know a tax that is not there', async () => {
    const ports = openPorts();
    const error = await refusal(ports, () => ports.billing.taxes.delete({ code: 'x' }));
    expect(error).toMatchObject({ code: 'not_found', operation: 'taxes.delete' });
  });
});

it('serves every operation of the port', () => {
  const { billing } = openPorts();
  for (const name of Object.keys(contract.taxes)) {
    expect(billing.capabilities[`taxes.${name as keyof typeof contract.taxes}`].level).toBe(
      'native',
    );
  }
});
