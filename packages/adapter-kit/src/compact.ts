/** The object without its undefined fields: absent means unknown or unset. */
export function compact<Value extends object>(value: Value): Value {
  const kept = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(kept) as Value;
}
