import { Refusal } from '../answers/refusal.ts';
import { excessOf } from '../http/message-body.ts';

/** Deeper than anything that a tool takes, and far from where a program that walks it gives up. */
const MOST_DEPTH = 256;

/** Whether objects and lists lie so deep inside each other that nothing is done with them. */
export function isTooDeep(args: object): boolean {
  return excessOf(args, { maxDepth: MOST_DEPTH, maxValues: Number.POSITIVE_INFINITY }) === 'depth';
}

/** @throws Refusal `invalid_arguments` for arguments that are too deep to be worked with */
export function requireShallow(args: object): void {
  if (!isTooDeep(args)) return;
  throw new Refusal('invalid_arguments', {
    message: `Objects and lists may lie ${MOST_DEPTH} deep inside each other at most.`,
    next: 'Call again with flatter arguments.',
  });
}
