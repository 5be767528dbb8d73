import { Refusal } from '../answers/refusal.ts';
import type { Completion } from './completion.ts';

/** Refuses charges of an update: Lago's take the place of all that there are, ours leave the others. */
export const noCharges: Completion = async (args, _, given) => {
  if (!Object.hasOwn(given, 'charges')) return args;
  throw new Refusal('invalid_arguments', {
    field: 'charges',
    message: 'charges: they would not take the place of all others, which stay.',
    next: 'Call save_plan with the charges to add or to change, and with removeCharges for those to take away.',
  });
};
