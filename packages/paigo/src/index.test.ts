import { expect, expectTypeOf, it } from 'vitest';
import type { PaigoBilling, PaigoOptions, PaigoWebhookType } from './index.ts';
import * as published from './index.ts';

it('gives out what makes a provider and a parser, waitFor, and nothing from inside', () => {
  expect(Object.keys(published).sort()).toEqual(['createPaigo', 'createWebhookParser', 'waitFor']);
});

it('names what createPaigo takes and gives', () => {
  expectTypeOf<PaigoOptions['paymentChannel']>().toEqualTypeOf<'manual' | 'Stripe' | undefined>();
  expectTypeOf(published.createPaigo).returns.toEqualTypeOf<PaigoBilling>();
  expectTypeOf<PaigoWebhookType>().extract<'ENTITLEMENT'>().toEqualTypeOf<'ENTITLEMENT'>();
});

it('is told by its type what it cannot serve', async () => {
  const billing = published.createPaigo({ clientId: 'a', clientSecret: 'b', environment: {} });
  // @ts-expect-error Paigo has no coupons.
  const call = async () => billing.coupons.get({ couponCode: 'a' });
  await expect(call()).rejects.toMatchObject({ code: 'unsupported' });
});
