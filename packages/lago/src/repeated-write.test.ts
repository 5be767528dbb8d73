import { BillingError } from '@billport/core';
import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { AT_ONCE, lagoHost, lagoProvider, TAKEN } from './lago-host.fixture.ts';
import { createOnce } from './repeated-write.ts';

afterEach(() => {
  nock.cleanAll();
});

const lookup = 'taxes.get({ code: "vat" })';

describe('a create under a code', () => {
  it('passes on a refusal of the first attempt, without a look', async () => {
    const taken = new BillingError('already_exists', { message: 'Taken.' });
    let looks = 0;
    const create = createOnce({
      lookup,
      create: () => Promise.reject(taken),
      read: async () => ++looks,
      isMade: () => true,
    });
    await expect(create).rejects.toBe(taken);
    expect(looks).toBe(0);
  });

  it('brings what it made, and hands over its look-up', async () => {
    const create = async (told: string) => told;
    const never = () => Promise.reject(new Error('not read'));
    expect(await createOnce({ lookup, create, read: never, isMade: () => false })).toBe(lookup);
  });

  it('trap 3: does not take a code for refused that its own lost attempt may have taken', async () => {
    lagoHost().post('/taxes').reply(502, '', AT_ONCE);
    lagoHost().post('/taxes').reply(422, TAKEN);
    lagoHost().get('/taxes/vat').reply(200, '<html></html>', { 'content-type': 'text/html' });
    await expect(lagoProvider().taxes.create({ code: 'vat', rate: '20' })).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { lookup: expect.stringMatching(/^taxes\.get\(/) },
      operation: 'taxes.create',
    });
    expect(nock.isDone()).toBe(true);
  });
});
