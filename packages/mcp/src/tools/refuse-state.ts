import { Refusal } from '../answers/refusal.ts';

/**
 * The refusal of a change that the state of a thing rules out, before anybody is asked.
 * @param field the argument that names the thing, or the one that does not fit it
 * @param why a sentence without its full stop
 */
export function refusedByState(field: string, why: string, next: string): Refusal {
  return new Refusal('invalid_arguments', { field, message: `${field}: ${why}.`, next });
}
