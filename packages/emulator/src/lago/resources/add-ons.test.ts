import { describe, expect, it } from 'vitest';
import type { Fields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields } from '../open-account.fixture.ts';

const SETUP = { name: 'Setup', code: 'setup', amount_cents: 5000, amount_currency: 'USD' };

const create = (account: Account, add_on: Fields) => account.one('POST', '/add_ons', { add_on });

describe('add-ons', () => {
  it('are made, read and listed newest first', async () => {
    const account = openAccount();
    const made = await create(account, { ...SETUP, description: 'Once' });
    expect(made).toMatchObject({ ...SETUP, description: 'Once', invoice_display_name: null });
    expect(await account.one('GET', '/add_ons/setup')).toEqual(made);
    await create(account, { ...SETUP, code: 'later' });
    const { body } = await account.call('GET', '/add_ons');
    expect(body.add_ons).toMatchObject([{ code: 'later' }, { code: 'setup' }]);
  });

  it.each([
    [{ code: 'setup', amount_cents: 1, amount_currency: 'USD' }, { name: ['value_is_mandatory'] }],
    [{ ...SETUP, amount_cents: 0 }, { amount_cents: ['value_is_out_of_range'] }],
    [{ ...SETUP, amount_currency: 'EURO' }, { amount_currency: ['value_is_invalid'] }],
  ])('are refused: %j', async (add_on, codes) => {
    const answer = await openAccount().call('POST', '/add_ons', { add_on });
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual(codes);
  });

  it('have a code that is taken once, until it is deleted', async () => {
    const account = openAccount();
    const first = await create(account, SETUP);
    const answer = await account.call('POST', '/add_ons', { add_on: SETUP });
    expect(refusedFields(answer)).toEqual({ code: ['value_already_exist'] });
    await account.one('DELETE', '/add_ons/setup');
    expect((await account.call('GET', '/add_ons/setup')).body.code).toBe('add_on_not_found');
    expect((await create(account, SETUP)).lago_id).not.toBe(first.lago_id);
  });

  it('are changed field by field, their code included', async () => {
    const account = openAccount();
    const { lago_id } = await create(account, { ...SETUP, description: 'Once' });
    await account.one('PUT', '/add_ons/setup', { add_on: { code: 'start', description: null } });
    expect(await account.one('GET', '/add_ons/start')).toMatchObject({
      lago_id,
      name: 'Setup',
      amount_cents: 5000,
      description: null,
    });
  });

  it('name taxes that exist, and replace them as a whole', async () => {
    const account = openAccount();
    const unknown = { ...SETUP, tax_codes: ['vat'] };
    expect(await account.call('POST', '/add_ons', { add_on: unknown })).toMatchObject({
      status: 404,
      body: { code: 'tax_not_found' },
    });
    await account.one('POST', '/taxes', { tax: { name: 'VAT', code: 'vat', rate: 20 } });
    expect(await create(account, unknown)).toMatchObject({ taxes: [{ code: 'vat' }] });
    const changed = await account.one('PUT', '/add_ons/setup', { add_on: { tax_codes: [] } });
    expect(changed.taxes).toEqual([]);
  });
});
