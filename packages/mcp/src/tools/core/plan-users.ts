import { counted } from '../named.ts';
import type { ToolCall } from '../tool-call.ts';

/** Most subscriptions that are counted: more are told as that many or more. */
const MOST_COUNTED = 100;

/** Most subscriptions that are looked through for those that move to a plan. */
const MOST_SEARCHED = 500;

const LIVING = ['active', 'pending'] as const;

/** Who has a plan, or gets it. */
export interface Users {
  /** As the end of a sentence about the plan: `which 2 subscriptions are on`. */
  readonly words: string;
  /** False where there are too many subscriptions to know whether one moves to it. */
  readonly isCertain: boolean;
}

async function usersNow({ billing }: ToolCall, planCode: string): Promise<Users | undefined> {
  const { items, nextCursor } = await billing.subscriptions.list({
    planCode,
    status: [...LIVING],
    limit: MOST_COUNTED,
  });
  if (items.length === 0 && nextCursor === undefined) return undefined;
  const more = nextCursor === undefined ? '' : ' or more';
  const verb = items.length === 1 && more === '' ? 'is' : 'are';
  return { words: `${counted(items.length, 'subscription')}${more} ${verb} on`, isCertain: true };
}

/** No provider lists subscriptions by the plan that follows, so each is looked at. */
async function usersToCome({ billing }: ToolCall, planCode: string): Promise<Users | undefined> {
  let seen = 0;
  let count = 0;
  for await (const { nextPlanCode } of billing.subscriptions.list({
    status: [...LIVING],
    limit: 100,
  })) {
    if (seen === MOST_SEARCHED) {
      const known =
        count === 0 ? 'some subscriptions' : `${counted(count, 'subscription')} or more`;
      return { words: `${known} may be about to move to`, isCertain: count > 0 };
    }
    seen += 1;
    if (nextPlanCode === planCode) count += 1;
  }
  if (count === 0) return undefined;
  const words = `${counted(count, 'subscription')} ${count === 1 ? 'is' : 'are'} about to move to`;
  return { words, isCertain: true };
}

/**
 * Who has a plan now, or gets it at the end of a period: `which 2 subscriptions are on, and 1
 * subscription is about to move to`. Undefined where nobody does; where there are too many
 * subscriptions to know, it says that some may.
 */
export async function planUsers(call: ToolCall, planCode: string): Promise<Users | undefined> {
  const found = await Promise.all([usersNow(call, planCode), usersToCome(call, planCode)]);
  const users = found.filter((each) => each !== undefined);
  if (users.length === 0) return undefined;
  return {
    words: `which ${users.map(({ words }) => words).join(', and ')}`,
    isCertain: users.some(({ isCertain }) => isCertain),
  };
}
