import type { Charge } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PaigoCatalogue } from './paigo-catalogue.fixture.ts';
import { paigoProvider } from './paigo-host.fixture.ts';
import { refusedFields } from './refused-fields.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const usd = (amount: string) => ({ amount, currency: 'USD' });

const FREE = { interval: 'monthly', timing: 'arrears', price: usd('0.00') } as const;

/** A charge for `calls` in one tier, and what else it and its tier have. */
const charge = (fields: object = {}, tier: object = {}): Charge => ({
  metric: 'calls',
  timing: 'arrears',
  model: 'graduated',
  pricing: { tiers: [{ upTo: null, unitAmount: '1', ...tier }] },
  ...fields,
});

describe('a field that Paigo cannot honour', () => {
  it.each(Object.entries(refusedFields))('is refused with a way out: %s', (_field, reason) => {
    expect(reason).toMatch(/^Paigo [^:]+: (?:[^:]+, and )?(?:leave|write)\b[^:]+\.$/);
  });

  it('is told where it stands, with the reason, and nothing is sent', async () => {
    const filters = [
      { match: { region: ['eu'] }, pricing: { tiers: [{ upTo: null, unitAmount: '2' }] } },
    ];
    const charges = [charge({ filters })];
    await expect(
      paigoProvider().plans.create({ ...FREE, code: 'pro', charges }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('charges[0].filters: Paigo has one price for a metric'),
      issues: [
        {
          path: ['charges', 0, 'filters'],
          message: refusedFields['plans.create.charges.filters'],
        },
      ],
    });
  });

  it('is taken where it asks for nothing, as if it were not there', async () => {
    new PaigoCatalogue();
    const billing = paigoProvider();
    const calls = { code: 'calls', aggregation: 'sum', property: 'amount' } as const;
    await billing.metrics.create({ ...calls, recurring: false });
    const nothing = { filters: [], prorated: false, minimum: usd('0.00') };
    const plain = await billing.plans.create({ ...FREE, code: 'plain', charges: [charge()] });
    const asked = await billing.plans.create({
      ...FREE,
      code: 'asked',
      usageThresholds: [],
      charges: [charge(nothing, { flatAmount: '0' })],
    });
    const shown = JSON.stringify({ ...asked, providerRef: undefined });
    expect(JSON.parse(shown.replaceAll('asked', 'plain'))).toEqual(
      JSON.parse(JSON.stringify({ ...plain, providerRef: undefined })),
    );
  });
});
