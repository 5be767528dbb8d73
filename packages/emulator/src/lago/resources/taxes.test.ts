import { describe, expect, it } from 'vitest';
import type { Fields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields, START } from '../open-account.fixture.ts';

const VAT = { name: 'VAT', code: 'vat', rate: 20 };

const create = (account: Account, tax: Fields) => account.one('POST', '/taxes', { tax });

describe('taxes', () => {
  it('trap 7: have a rate that is a float, however it was sent', async () => {
    const account = openAccount();
    expect(await create(account, { ...VAT, rate: '8.875', description: 'NY' })).toMatchObject({
      name: 'VAT',
      code: 'vat',
      rate: 8.875,
      description: 'NY',
      applied_to_organization: false,
      created_at: START,
    });
    expect(await create(account, { ...VAT, code: 'other' })).toMatchObject({ rate: 20 });
  });

  it.each([
    [{ name: 'VAT', code: 'vat' }, { rate: ['value_is_mandatory'] }],
    [{ rate: 20 }, { name: ['value_is_mandatory'], code: ['value_is_mandatory'] }],
    [{ ...VAT, rate: 'much' }, { rate: ['value_is_invalid'] }],
    [{ ...VAT, rate: -1 }, { rate: ['value_is_invalid'] }],
  ])('are refused: %j', async (tax, codes) => {
    const answer = await openAccount().call('POST', '/taxes', { tax });
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual(codes);
  });

  it('have a code that is taken once', async () => {
    const account = openAccount();
    await create(account, VAT);
    const answer = await account.call('POST', '/taxes', { tax: VAT });
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual({ code: ['value_already_exist'] });
  });

  it('are changed field by field', async () => {
    const account = openAccount();
    await create(account, { ...VAT, description: 'old' });
    const changed = await account.one('PUT', '/taxes/vat', {
      tax: { code: 'vat', rate: 19, description: null, applied_to_organization: true },
    });
    expect(changed).toMatchObject({
      name: 'VAT',
      rate: 19,
      description: null,
      applied_to_organization: true,
    });
    expect(await account.one('GET', '/taxes/vat')).toEqual(changed);
  });

  it('keep their code: to change it is not emulated', async () => {
    const account = openAccount();
    await create(account, VAT);
    const answer = await account.call('PUT', '/taxes/vat', { tax: { code: 'mwst' } });
    expect(answer).toMatchObject({ status: 501, body: { code: 'not_emulated' } });
  });

  it('go from everything that names them', async () => {
    const account = openAccount();
    await create(account, VAT);
    await account.one('POST', '/customers', {
      customer: { external_id: 'acme', tax_codes: ['vat'] },
    });
    await account.one('POST', '/add_ons', {
      add_on: {
        name: 'Setup',
        code: 'setup',
        amount_cents: 1,
        amount_currency: 'USD',
        tax_codes: ['vat'],
      },
    });
    await account.one('DELETE', '/taxes/vat');
    expect(await account.one('GET', '/customers/acme')).toMatchObject({ taxes: [] });
    expect(await account.one('GET', '/add_ons/setup')).toMatchObject({ taxes: [] });
    expect(await account.call('GET', '/taxes/vat')).toMatchObject({
      status: 404,
      body: { code: 'tax_not_found' },
    });
  });

  it('have another id when they are made again', async () => {
    const account = openAccount();
    const first = await create(account, VAT);
    await account.one('DELETE', '/taxes/vat');
    expect((await create(account, VAT)).lago_id).not.toBe(first.lago_id);
  });

  it('take dots in their codes', async () => {
    const account = openAccount();
    await create(account, { ...VAT, code: 'eu.vat' });
    expect(await account.one('GET', '/taxes/eu.vat')).toMatchObject({ code: 'eu.vat' });
  });

  it('are listed newest first', async () => {
    const account = openAccount();
    for (const code of ['a', 'b']) await create(account, { ...VAT, code });
    const { body } = await account.call('GET', '/taxes');
    expect(body).toMatchObject({ taxes: [{ code: 'b' }, { code: 'a' }], meta: { total_count: 2 } });
  });
});
