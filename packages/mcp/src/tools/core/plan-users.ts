import { counted } from '../named.ts';
import type { ToolCall } from '../tool-call.ts';

/** Most subscriptions that are counted: more are told as that many or more. */
const MOST_COUNTED = 100;

/** Most subscriptions that are looked through for those that move to a plan. */
const MOST_SEARCHED = 500;

const LIVING = ['active', 'pending'] as const;

async function usersNow({ billing }: ToolCall, planCode: string): Promise<string | undefined> {
  const { items, nextCursor } = await billing.subscriptions.list({
    planCode,
    status: [...LIVING],
    limit: MOST_COUNTED,
  });
  if (items.length === 0 && nextCursor === undefined) return undefined;
  const more = nextCursor === undefined ? '' : ' or more';
  return `${counted(items.length, 'subscription')}${more} ${items.length === 1 && more === '' ? 'is' : 'are'} on`;
}

/** No provider lists subscriptions by the plan that follows, so each is looked at. */
async function usersToCome({ billing }: ToolCall, planCode: string): Promise<string | undefined> {
  let seen = 0;
  let count = 0;
  for await (const { nextPlanCode } of billing.subscriptions.list({
    status: [...LIVING],
    limit: 100,
  })) {
    if (seen === MOST_SEARCHED) {
      const known =
        count === 0 ? 'some subscriptions' : `${counted(count, 'subscription')} or more`;
      return `${known} may be about to move to`;
    }
    seen += 1;
    if (nextPlanCode === planCode) count += 1;
  }
  if (count === 0) return undefined;
  return `${counted(count, 'subscription')} ${count === 1 ? 'is' : 'are'} about to move to`;
}

/**
 * Who has a plan now, or gets it at the end of a period: `which 2 subscriptions are on, and 1
 * subscription is about to move to`. Undefined where nobody does; where there are too many
 * subscriptions to know, it says that some may.
 */
export async function planUsers(call: ToolCall, planCode: string): Promise<string | undefined> {
  const found = await Promise.all([usersNow(call, planCode), usersToCome(call, planCode)]);
  const users = found.filter((each) => each !== undefined);
  return users.length === 0 ? undefined : `which ${users.join(', and ')}`;
}
