/** What the engine made; the contract lets a provider not tell when. */
interface Made {
  readonly createdAt?: string | undefined;
}

/**
 * When the engine made the thing; UTC with milliseconds.
 * @throws Error when the engine does not tell, rather than making a moment up.
 */
export function createdAtOf({ createdAt }: Made): string {
  if (createdAt === undefined) throw new Error('The engine does not tell when it made something.');
  return createdAt;
}
