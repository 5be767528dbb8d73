import type { LagoState } from './state.ts';

/**
 * Something that Lago keeps and the engine does not: one value for each account.
 * @param make Makes the value of an account that has none yet.
 */
export function kept<Value>(make: () => Value): (state: LagoState) => Value {
  const values = new WeakMap<LagoState, Value>();
  return (state) => {
    const known = values.get(state);
    if (known !== undefined) return known;
    const made = make();
    values.set(state, made);
    return made;
  };
}
