import { foundOrNone } from '../tools/found-or-none.ts';
import type { Completion } from './completion.ts';
import { ADDRESS_FIELDS } from './lago-address.ts';

/** Lago changes the fields of an address one by one; ours replaces it whole, so the others are added. */
export const wholeAddress: Completion = async (args, { billing }, given) => {
  if (!ADDRESS_FIELDS.some((name) => Object.hasOwn(given, name))) return args;
  const { customerKey, address } = args as { customerKey: string; address: object };
  const existing = await foundOrNone(billing.customers.get({ customerKey }));
  return { ...args, address: { ...existing?.address, ...address } };
};
