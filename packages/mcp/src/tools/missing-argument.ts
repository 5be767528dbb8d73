import { Refusal } from '../answers/refusal.ts';

/**
 * The refusal of a call that lacks an argument.
 * @param when for what it is needed, or what would do as well: `or customer`
 */
export function missingArgument(field: string, when: string): Refusal {
  return new Refusal('invalid_arguments', {
    field,
    message: `${field}: it is needed, ${when}.`,
    next: `Call again with ${field}.`,
  });
}
