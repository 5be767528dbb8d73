import { describe, expect, it } from 'vitest';
import { BillingError } from '../billing-error.ts';
import { contract } from '../contract/index.ts';
import type { Operation } from '../contract/operation.ts';
import { checkInput } from './check-input.ts';

function messageOf(operation: Operation, input: unknown): string {
  try {
    checkInput(operation, input);
  } catch (error) {
    if (BillingError.is(error, 'invalid_input')) return error.message;
    throw error;
  }
  throw new Error('The input was accepted.');
}

const plan = {
  code: 'pro',
  interval: 'monthly',
  timing: 'arrears',
  price: { amount: '1.00', currency: 'USD' },
};
const charge = { metric: 'calls', timing: 'arrears' };

describe('an input that breaks a rule', () => {
  it.each([
    ['lacks a text', contract.customers.get, {}, 'customerKey: It is missing.'],
    [
      'has a number for a text',
      contract.customers.get,
      { customerKey: 7 },
      'customerKey: Write string.',
    ],
    [
      'has an empty key',
      contract.customers.get,
      { customerKey: '' },
      'customerKey: Write at least 1 characters.',
    ],
    [
      'has a key that is too long',
      contract.customers.get,
      { customerKey: 'x'.repeat(256) },
      'customerKey: Write at most 255 characters.',
    ],
    [
      'has a page that is too long',
      contract.customers.list,
      { limit: 101 },
      'limit: Write at most 100.',
    ],
    ['has a page without items', contract.customers.list, { limit: 0 }, 'limit: Write at least 1.'],
    [
      'has a half for a whole number',
      contract.customers.list,
      { limit: 1.5 },
      'limit: Write a whole number.',
    ],
    ['has an empty list', contract.usage.record, { events: [] }, 'events: Write at least 1.'],
    ['has text for a list', contract.usage.record, { events: 'e' }, 'events: Write array.'],
    [
      'lacks one of a few words',
      contract.plans.create,
      { ...plan, timing: undefined },
      'timing: Invalid option: expected one of "arrears"|"advance"',
    ],
    [
      'has another word',
      contract.plans.create,
      { ...plan, timing: 'now' },
      'timing: Invalid option: expected one of "arrears"|"advance"',
    ],
    [
      'lacks the word that tells variants apart',
      contract.plans.create,
      { ...plan, charges: [{ ...charge, pricing: {} }] },
      'charges[0].model: Invalid discriminator value. Expected ',
    ],
    [
      'has a word that no variant has',
      contract.plans.create,
      { ...plan, charges: [{ ...charge, model: 'tiered', pricing: {} }] },
      'charges[0].model: Invalid discriminator value. Expected ',
    ],
  ])('is told so when it %s', (_, operation, input, expected) => {
    expect(messageOf(operation, input).slice(0, expected.length)).toBe(expected);
  });

  it('keeps the words that its schema has for it', () => {
    expect(messageOf(contract.customers.get, { customerKey: ' acme' })).toBe(
      'customerKey: Write printable characters only, with no line break and no blank at either end.',
    );
  });
});
