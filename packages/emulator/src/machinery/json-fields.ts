/** What came from outside: nothing in it can be relied on. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether the value is an object with fields. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
