import { expect, test } from 'vitest';
import { chooseTaxes } from './tax-choice.ts';

const all = {
  item: ['item'],
  plan: ['plan'],
  customer: ['customer'],
  default: ['default'],
};

test('the nearest source with taxes decides', () => {
  expect(chooseTaxes({ ...all, explicit: ['explicit'] })).toEqual(['explicit']);
  expect(chooseTaxes(all)).toEqual(['item']);
  expect(chooseTaxes({ ...all, item: undefined })).toEqual(['plan']);
  expect(chooseTaxes({ ...all, item: [], plan: [] })).toEqual(['customer']);
  expect(chooseTaxes({ default: ['default'] })).toEqual(['default']);
});

test('an explicit empty list means no tax', () => {
  expect(chooseTaxes({ ...all, explicit: [] })).toEqual([]);
});

test('without any source there is no tax', () => {
  expect(chooseTaxes({})).toEqual([]);
});
