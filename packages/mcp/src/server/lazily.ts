/** Something that is made when it is first asked for. */
export interface Lazily<Value> {
  (): Promise<Value>;
  /** Whether it is made, or about to be. */
  isMade(): boolean;
}

/**
 * Makes something when it is first asked for, and once. What fails is made anew by the next one who
 * asks.
 */
export function lazily<Value>(make: () => Promise<Value>): Lazily<Value> {
  let made: Promise<Value> | undefined;
  const get = async () => {
    made ??= make();
    const mine = made;
    try {
      return await mine;
    } catch (error) {
      if (made === mine) made = undefined;
      throw error;
    }
  };
  return Object.assign(get, { isMade: () => made !== undefined });
}
