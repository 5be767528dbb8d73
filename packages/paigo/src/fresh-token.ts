/** A random text that nothing else has. */
export function freshToken(): string {
  return globalThis.crypto.randomUUID();
}
