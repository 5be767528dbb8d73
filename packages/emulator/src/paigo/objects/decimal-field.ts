import { decimalReply } from '../replies.ts';
import type { PaigoState } from '../state.ts';

/** A decimal on the way out, left out of the answer where there is none. */
export function decimalField(state: PaigoState, text: string | undefined) {
  return text === undefined ? undefined : decimalReply(state, text);
}
