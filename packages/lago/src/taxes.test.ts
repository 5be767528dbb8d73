import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AT_ONCE, lagoHost, lagoProvider, missing, TAKEN, wholeList } from './lago-host.fixture.ts';
import type { LagoTax } from './wire/tax.ts';

const wireTax = (fields: Partial<LagoTax> = {}): LagoTax => ({
  lago_id: 'tax-id',
  code: 'vat',
  name: 'VAT',
  description: null,
  rate: 20,
  applied_to_organization: false,
  created_at: '2026-01-02T03:04:05Z',
  ...fields,
});
const tax = (fields: Partial<LagoTax> = {}) => ({ tax: wireTax(fields) });
const vat = {
  code: 'vat',
  name: 'VAT',
  rate: '20',
  byDefault: false,
  createdAt: '2026-01-02T03:04:05.000Z',
  providerRef: { provider: 'lago', type: 'tax', id: 'tax-id' },
};

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

describe('taxes.create', () => {
  it('sends the code for a missing name', async () => {
    lagoHost()
      .post('/taxes', { tax: { code: 'vat', name: 'vat', rate: '20' } })
      .reply(200, tax({ name: 'vat' }));
    expect(await lagoProvider().taxes.create({ code: 'vat', rate: '20' })).toEqual({
      ...vat,
      name: 'vat',
    });
  });

  it.each(['0', '0.001', '8.875', '19.99999', '100', '0.0000001', '123456789012345'])(
    'trap 7: sends the rate %s as it is written, and reads it from a float',
    async (rate) => {
      lagoHost()
        .post('/taxes', { tax: { code: 'vat', name: 'VAT', rate } })
        .reply(200, JSON.stringify(tax({ rate: Number(rate) })));
      expect(await lagoProvider().taxes.create({ code: 'vat', name: 'VAT', rate })).toEqual({
        ...vat,
        rate,
      });
    },
  );

  it.each(['0.1234567890123456789', '12345678901234567890.5', '20.00000000000000001'])(
    'trap 7: refuses the rate %s, which a float cannot hold, before anything is sent',
    async (rate) => {
      await expect(lagoProvider().taxes.create({ code: 'vat', rate })).rejects.toMatchObject({
        code: 'invalid_input',
        issues: [{ path: ['rate'] }],
      });
    },
  );

  it('trap 3: takes a tax that a lost answer made for its own', async () => {
    lagoHost().post('/taxes').reply(502, '', AT_ONCE);
    lagoHost().post('/taxes').reply(422, TAKEN);
    lagoHost().get('/taxes/vat').reply(200, tax());
    expect(await lagoProvider().taxes.create({ code: 'vat', name: 'VAT', rate: '20.0' })).toEqual(
      vat,
    );
  });

  it('trap 3: takes another tax under the code for what it is after a lost answer', async () => {
    lagoHost().post('/taxes').reply(502, '', AT_ONCE);
    lagoHost().post('/taxes').reply(422, TAKEN);
    lagoHost()
      .get('/taxes/vat')
      .reply(200, tax({ rate: 5 }));
    await expect(
      lagoProvider().taxes.create({ code: 'vat', name: 'VAT', rate: '20' }),
    ).rejects.toMatchObject({ code: 'already_exists', details: { resource: 'tax', key: 'vat' } });
  });

  it('refuses a code that is taken without a look at what has it', async () => {
    lagoHost().post('/taxes').reply(422, TAKEN);
    await expect(
      lagoProvider().taxes.create({ code: 'vat', name: 'VAT', rate: '20' }),
    ).rejects.toMatchObject({ code: 'already_exists' });
  });
});

describe('taxes', () => {
  it('are read by code, dots and slashes included', async () => {
    lagoHost()
      .get('/taxes/v%2Ea%2Ft')
      .reply(200, tax({ code: 'v.a/t' }));
    expect(await lagoProvider().taxes.get({ code: 'v.a/t' })).toEqual({ ...vat, code: 'v.a/t' });
  });

  it('trap 8: are not taken for one another', async () => {
    lagoHost().get('/taxes/vat%2Eeu').reply(200, tax());
    await expect(lagoProvider().taxes.get({ code: 'vat.eu' })).rejects.toMatchObject({
      code: 'malformed_response',
    });
  });

  it('are listed', async () => {
    lagoHost()
      .get('/taxes')
      .query({ page: '1', per_page: '50' })
      .reply(200, wholeList('taxes', [wireTax({ applied_to_organization: true })]));
    const { items } = await lagoProvider().taxes.list();
    expect(items).toEqual([{ ...vat, byDefault: true }]);
  });

  it('send only what changes, and null to clear', async () => {
    lagoHost()
      .put('/taxes/vat', { tax: { rate: '8.875', description: null } })
      .reply(200, tax({ rate: 8.875 }));
    expect(
      await lagoProvider().taxes.update({ code: 'vat', rate: '8.875', description: null }),
    ).toEqual({ ...vat, rate: '8.875' });
  });

  it('are read where nothing is to change: Lago refuses a request without fields', async () => {
    lagoHost().get('/taxes/vat').reply(200, tax());
    expect(await lagoProvider().taxes.update({ code: 'vat' })).toEqual(vat);
  });

  it('trap 7: refuse to be changed to a rate that a float cannot hold', async () => {
    await expect(
      lagoProvider().taxes.update({ code: 'vat', rate: '0.1234567890123456789' }),
    ).rejects.toMatchObject({ code: 'invalid_input', issues: [{ path: ['rate'] }] });
  });

  it('trap 11: warn of what Lago kept as it was', async () => {
    lagoHost().put('/taxes/vat').reply(200, tax());
    const { warnings } = await lagoProvider().taxes.update({ code: 'vat', rate: '5' });
    expect(warnings).toMatchObject([{ code: 'not_applied', field: 'rate' }]);
  });

  it('trap 8: are read before they are deleted', async () => {
    lagoHost().get('/taxes/vat%2Eeu').reply(200, tax());
    await expect(lagoProvider().taxes.delete({ code: 'vat.eu' })).rejects.toMatchObject({
      code: 'malformed_response',
    });
  });

  it('are deleted once, whatever becomes of the answer', async () => {
    lagoHost().get('/taxes/vat').reply(200, tax());
    lagoHost().delete('/taxes/vat').reply(504, '', AT_ONCE);
    lagoHost().delete('/taxes/vat').reply(404, missing('tax'));
    expect(await lagoProvider().taxes.delete({ code: 'vat' })).toEqual(vat);
  });
});
