import type {
  EventEstimateFeesInput,
  SubscriptionCreateInput,
  SubscriptionUpdateInput,
} from 'lago-javascript-client';
import { expectTypeOf, it } from 'vitest';
import type { LagoEstimatedEvent } from './event.ts';
import type { LagoSubscriptionChange, LagoSubscriptionInput } from './subscription.ts';

type Created = SubscriptionCreateInput['subscription'];
type Changed = SubscriptionUpdateInput['subscription'];

// The type check is the test: these lines do not compile where a body has a field that Lago's own
// client does not know. Lago would drop it without a word (facts/lago.md §a, Requests).
it('bodies have no field that Lago’s own client does not send', () => {
  expectTypeOf<keyof LagoSubscriptionInput>().toExtend<keyof Created>();
  expectTypeOf<keyof LagoSubscriptionChange>().toExtend<keyof Changed>();
  expectTypeOf<keyof LagoEstimatedEvent>().toExtend<keyof EventEstimateFeesInput['event']>();
});
