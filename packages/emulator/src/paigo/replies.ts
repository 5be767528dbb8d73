import type { PaigoState } from './state.ts';

/**
 * What reading one thing answers: `data` is a list of one, or the thing (`facts/paigo.md §3`, §6.7).
 */
export function oneReply(state: PaigoState, thing: unknown) {
  const data = state.switches.data === 'list' ? [thing] : thing;
  return { message: 'Successfully retrieved.', data };
}

/** What reading many things answers. */
export function listReply(state: PaigoState, things: readonly unknown[]) {
  const nothing = state.switches.emptyData === 'list' ? [] : null;
  return { message: 'Successfully retrieved.', data: things.length === 0 ? nothing : things };
}

/** A decimal on the way out: text, or a number where the switch says so and it fits exactly. */
export function decimalReply(state: PaigoState, text: string): string | number {
  const number = Number(text);
  return state.switches.decimals === 'number' && Number.isFinite(number) && `${number}` === text
    ? number
    : text;
}
