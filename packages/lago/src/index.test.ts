import { expect, expectTypeOf, it } from 'vitest';
import type { LagoBilling, LagoOptions, LagoRegion } from './index.ts';
import * as published from './index.ts';

it('gives out what makes a provider and a parser, waitFor, and nothing from inside', () => {
  expect(Object.keys(published).sort()).toEqual(['createLago', 'createWebhookParser', 'waitFor']);
});

it('names what createLago takes and gives', () => {
  expectTypeOf<LagoRegion>().toEqualTypeOf<'us' | 'eu'>();
  expectTypeOf<LagoOptions['region']>().toEqualTypeOf<LagoRegion | undefined>();
  expectTypeOf(published.createLago).returns.toEqualTypeOf<LagoBilling>();
  expectTypeOf<published.WaitOptions>().toHaveProperty('timeoutMs');
});
