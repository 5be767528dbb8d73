import { BillingError } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { markLanded } from './outcome.ts';
import { createOnce, deleteOnce } from './repeated-write.ts';

const lookup = 'taxes.get({ code: "vat" })';
const error = (code: 'already_exists' | 'not_found') =>
  new BillingError(code, { message: 'No.', details: { resource: 'tax' } });

describe('createOnce', () => {
  it('passes on a refusal of the first attempt, without a look', async () => {
    const taken = error('already_exists');
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

  it('brings what is there when a lost attempt of its own made it', async () => {
    const create = () => Promise.reject(markLanded(error('already_exists')));
    const wanted = { lookup, create, read: async () => 'mine', isMade: () => true };
    expect(await createOnce(wanted)).toBe('mine');
  });

  it('refuses a code that another one has', async () => {
    const taken = markLanded(error('already_exists'));
    const create = () => Promise.reject(taken);
    const wanted = { lookup, create, read: async () => 'other', isMade: () => false };
    await expect(createOnce(wanted)).rejects.toBe(taken);
  });

  it('says that the outcome is unknown when nobody can read whose the code is', async () => {
    const create = () => Promise.reject(markLanded(error('already_exists')));
    const read = () => Promise.reject(new BillingError('unavailable', { message: 'Down.' }));
    await expect(createOnce({ lookup, create, read, isMade: () => true })).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { lookup },
    });
  });
});

describe('deleteOnce', () => {
  it('brings what the service answers', async () => {
    expect(await deleteOnce('before', async () => 'deleted')).toBe('deleted');
  });

  it('takes what is not there any more for deleted, where an attempt may have done it', async () => {
    const gone = markLanded(error('not_found'));
    expect(await deleteOnce('before', () => Promise.reject(gone))).toBe('before');
  });

  it('refuses what was not there at the first attempt', async () => {
    const missing = error('not_found');
    await expect(deleteOnce('before', () => Promise.reject(missing))).rejects.toBe(missing);
  });
});
