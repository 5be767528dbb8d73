import { BillingError } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { hasFields, refuses, same, sameNumber } from './assertions.ts';
import { ConformanceFailure } from './conformance-failure.ts';

const notFound = () =>
  Promise.reject(new BillingError('not_found', { message: 'There is no such customer.' }));

describe('refuses', () => {
  it('brings the error of an allowed code', async () => {
    const error = await refuses(['conflict', 'not_found'], notFound, 'a call');
    expect(error.code).toBe('not_found');
  });

  it('fails for another code and says which came', async () => {
    const call = refuses('conflict', notFound, 'a call');
    await expect(call).rejects.toThrow(
      'a call: refused as not_found (There is no such customer.) instead of conflict',
    );
    await expect(call).rejects.toBeInstanceOf(ConformanceFailure);
  });

  it('fails for a call that succeeds', async () => {
    const call = refuses('conflict', async () => ({ ok: true }), 'a call');
    await expect(call).rejects.toThrow('a call: accepted, where it must be refused as conflict');
  });

  it('lets an error that is no BillingError through', async () => {
    const broken = new TypeError('broken');
    await expect(refuses('conflict', () => Promise.reject(broken), 'a call')).rejects.toBe(broken);
  });
});

describe('hasFields', () => {
  it('looks at the fields that are expected, numbers by value', () => {
    hasFields({ rate: '20.0', more: true }, { rate: '20' }, 'a tax');
    expect(() => hasFields({ rate: '21' }, { rate: '20' }, 'a tax')).toThrow(
      'a tax: rate: "21" instead of "20"',
    );
  });

  it('takes a field that the provider warned about as not applied', () => {
    const warnings = [{ code: 'not_applied', message: 'No legal names.', field: 'legalName' }];
    hasFields({ warnings }, { legalName: 'Acme SA' }, 'a customer');
    expect(() => hasFields({ warnings }, { name: 'Acme' }, 'a customer')).toThrow('name');
    expect(() => hasFields({}, { legalName: 'Acme SA' }, 'a customer')).toThrow('legalName');
  });

  it('takes undefined for absent', () => {
    hasFields({}, { name: undefined }, 'a customer');
    expect(() => hasFields({ name: 'x' }, { name: undefined }, 'a customer')).toThrow('name');
  });
});

describe('same and sameNumber', () => {
  it('fail naming what differs', () => {
    expect(() => same({ a: 1 }, { a: 2 }, 'the thing')).toThrow('the thing: a: 1 instead of 2');
    expect(() => sameNumber('1.0', '1.1', 'units')).toThrow('units: 1.0 instead of 1.1');
    expect(() => sameNumber(undefined, '1', 'units')).toThrow('units: undefined instead of 1');
    sameNumber('1.10', '1.1', 'units');
  });
});
