import type { Billing } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';
import { foundOrNone } from '../tools/found-or-none.ts';
import { keyInWords } from '../tools/named.ts';
import type { Completion } from './completion.ts';

interface Thing {
  /** The argument that names it. */
  readonly field: string;
  readonly get: (billing: Billing, key: string) => PromiseLike<unknown>;
  /** Our tool, which creates and updates. */
  readonly tool: string;
}

const THINGS = {
  customer: {
    field: 'customerKey',
    get: ({ customers }, customerKey) => customers.get({ customerKey }),
    tool: 'upsert_customer',
  },
  metric: {
    field: 'code',
    get: ({ metrics }, code) => metrics.get({ code }),
    tool: 'save_metric',
  },
  plan: { field: 'code', get: ({ plans }, code) => plans.get({ code }), tool: 'save_plan' },
  coupon: { field: 'code', get: ({ coupons }, code) => coupons.get({ code }), tool: 'save_coupon' },
} as const satisfies Readonly<Record<string, Thing>>;

/** A thing that some tools of others only create, and some only update. */
type Noun = keyof typeof THINGS;

async function isThere({ field, get }: Thing, args: object, billing: Billing) {
  const key = Reflect.get(args, field) as string;
  return { key, isThere: (await foundOrNone(get(billing, key))) !== undefined };
}

/** Refuses a thing that is there already: the name creates, and ours would update. */
export const mustBeNew =
  (noun: Noun): Completion =>
  async (args, { billing }) => {
    const thing = THINGS[noun];
    const found = await isThere(thing, args, billing);
    if (!found.isThere) return args;
    throw new Refusal('invalid_arguments', {
      field: thing.field,
      message: `${thing.field}: there is a ${noun} ${keyInWords(found.key)} already, and creating it again would change it.`,
      next: `Call again with another ${thing.field}, or ${thing.tool} to change that ${noun}.`,
    });
  };

/** Refuses a thing that is not there: the name updates, and ours would create. */
export const mustExist =
  (noun: Noun): Completion =>
  async (args, { billing }) => {
    const thing = THINGS[noun];
    const found = await isThere(thing, args, billing);
    if (found.isThere) return args;
    throw new Refusal('not_found', {
      field: thing.field,
      message: `${thing.field}: there is no ${noun} ${keyInWords(found.key)} to change.`,
      next: `search_billing finds a ${noun} by its name; ${thing.tool} makes a new one.`,
    });
  };
