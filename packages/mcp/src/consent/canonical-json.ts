import { createHash } from 'node:crypto';
import { Decimal } from '@billport/core';

function writeObject(value: object): string {
  const prototype = Object.getPrototypeOf(value) as unknown;
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${value.constructor.name} has no canonical JSON: use plain data.`);
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/**
 * One text for one value: JSON without blanks, names of objects in the order of their UTF-16 code
 * units, members that are undefined left out. Exact decimals and whole numbers without bound are
 * strings, as the contract carries them. Numbers beyond those of JSON, which a reader makes of `1e999`,
 * are bare words: `Infinity`. Two values have the same text only if JSON cannot tell them apart.
 * @throws TypeError for what JSON has no word for: functions, symbols, class instances.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'bigint') return JSON.stringify(value.toString());
  if (typeof value === 'number') {
    return Number.isFinite(value) ? JSON.stringify(value) : String(value);
  }
  if (value instanceof Decimal) return JSON.stringify(value.toString());
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item) => canonicalJson(item ?? null)).join(',')}]`;
  }
  if (typeof value === 'object') return writeObject(value);
  throw new TypeError(`A ${typeof value} such as ${String(value)} has no canonical JSON.`);
}

/** SHA-256 of the {@link canonicalJson} of a value: 64 hexadecimal digits. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
