import { type HandlerContext, type Handlers, native } from '@billport/core';
import { describe, expect, it, vi } from 'vitest';
import { type RefusedFields, refusingFields } from './refusing-fields.ts';

const REASON = 'It has none: leave it out.';

/** The operation behind a guard that refuses these of its fields. */
function guarded(fields: readonly string[], operation = 'plans.create') {
  const [port = '', name = ''] = operation.split('.');
  const handle = vi.fn((input: unknown) => input);
  const handlers = { [port]: { [name]: native(handle) } } as unknown as Handlers;
  const refused = Object.fromEntries(fields.map((field) => [`${operation}.${field}`, REASON]));
  const made = refusingFields(handlers, refused as RefusedFields) as unknown as Record<
    string,
    Record<string, { readonly handle: (input: unknown, context: unknown) => unknown }>
  >;
  const call = (input: unknown) => made[port]?.[name]?.handle(input, 'context');
  return { handle, call };
}

/** Where the guard finds fault; nothing when the handler was called with the very input. */
function refusedPlaces(fields: readonly string[], input: object): (string | number)[][] {
  const { handle, call } = guarded(fields);
  try {
    expect(call(input)).toBe(input);
  } catch (error) {
    expect(handle).not.toHaveBeenCalled();
    expect(error).toMatchObject({ code: 'invalid_input' });
    return (error as { issues: { path: (string | number)[] }[] }).issues.map(({ path }) => path);
  }
  expect(handle).toHaveBeenCalledExactlyOnceWith(input, 'context');
  return [];
}

describe('refusingFields', () => {
  it('refuses a field with its reason, and calls nobody', () => {
    const { handle, call } = guarded(['startAt'], 'subscriptions.create');
    expect(() => call({ startAt: '2026-01-01T00:00:00Z' })).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        issues: [{ path: ['startAt'], message: REASON }],
      }),
    );
    expect(handle).not.toHaveBeenCalled();
  });

  it('names every place, in each item of a list', () => {
    const charges = [{}, { filters: [{}] }, { pricing: { tiers: [{}, { flatAmount: '1' }] } }];
    expect(
      refusedPlaces(['charges.filters', 'charges.pricing.tiers.flatAmount'], { charges }),
    ).toEqual([
      ['charges', 1, 'filters'],
      ['charges', 2, 'pricing', 'tiers', 1, 'flatAmount'],
    ]);
  });

  it('lets other operations have the field', () => {
    const update = vi.fn();
    const handlers = { plans: { update: native(update) } } as unknown as Handlers;
    const made = refusingFields(handlers, { 'plans.create.name': REASON } as RefusedFields);
    made.plans?.update?.handle({ code: 'pro', name: 'Pro' }, {} as HandlerContext);
    expect(update).toHaveBeenCalledOnce();
  });

  it('keeps what a handler says of itself', () => {
    const handlers = { plans: { create: native(vi.fn()) } } as unknown as Handlers;
    expect(refusingFields(handlers, {}).plans?.create?.level).toBe('native');
  });
});

describe('a value that asks for nothing', () => {
  it.each([
    ['startAt', null],
    ['startAt', undefined],
    ['recurring', false],
    ['prorated', false],
    ['filters', []],
    ['usageThresholds', []],
    ['flatAmount', '0'],
    ['flatAmount', '0.00'],
    ['minimum', { amount: '0.00', currency: 'USD' }],
  ])('passes: %s %j', (field, value) => {
    expect(refusedPlaces([field], { [field]: value })).toEqual([]);
    expect(refusedPlaces([`charges.${field}`], { charges: [{ [field]: value }] })).toEqual([]);
  });

  it.each([
    ['recurring', true],
    ['prorated', true],
    ['filters', [{}]],
    ['usageThresholds', [{}]],
    ['flatAmount', '0.01'],
    ['minimum', { amount: '0.01', currency: 'USD' }],
  ])('is not %s %j', (field, value) => {
    expect(refusedPlaces([field], { [field]: value })).toEqual([[field]]);
  });

  // A fee of nothing for this event, and a charge that is on no invoice.
  it.each([
    ['preciseAmount', '0'],
    ['invoiceable', false],
  ])('is not what says something by being empty: %s %j', (field, value) => {
    expect(refusedPlaces([field], { [field]: value })).toEqual([[field]]);
  });
});
