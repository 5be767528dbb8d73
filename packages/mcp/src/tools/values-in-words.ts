import { isPersonal } from '../answers/personal-data.ts';
import { Refusal } from '../answers/refusal.ts';
import { words } from '../answers/words.ts';
import { counted, keyInWords } from './named.ts';

/** Most values that somebody who is asked can be shown. */
const MOST_VALUES = 100;

/** What moves money or names a thing comes before all that only describes. */
const DECISIVE =
  /(?:amount|currency|price|rate|credits|units|value|size|balance|upTo|perEvent|key|code|id|status)s?(?:\[\d+\])*$/i;

interface Value {
  readonly place: string;
  readonly text: string;
}

const isMoney = (value: object): value is { amount: string; currency: string } =>
  'amount' in value && 'currency' in value && Object.keys(value).length === 2;

function textOf(value: unknown, isPrivate: boolean): string {
  if (typeof value !== 'string') return String(value);
  return isPrivate ? words(value) : keyInWords(value);
}

function entriesOf(value: object, place: string, isPrivate: boolean): Value[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    if (Array.isArray(value)) return valuesOf(inner, `${place}[${name}]`, isPrivate);
    const innerPlace = place === '' ? name : `${place}.${name}`;
    if (name === 'metadata' && typeof inner === 'object' && inner !== null) {
      const count = Object.keys(inner).length;
      return [{ place: innerPlace, text: `(${count} ${count === 1 ? 'entry' : 'entries'})` }];
    }
    return valuesOf(inner, innerPlace, isPrivate || isPersonal(name, value));
  });
}

function valuesOf(value: unknown, place: string, isPrivate: boolean): Value[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) {
    return [{ place, text: textOf(value, isPrivate) }];
  }
  if (isMoney(value)) return [{ place, text: keyInWords(`${value.amount} ${value.currency}`) }];
  if (place !== '' && Object.keys(value).length === 0) return [{ place, text: 'none' }];
  return entriesOf(value, place, isPrivate);
}

/**
 * Every value of an input with its place, for whoever is asked: `"price" "49.00 USD"`,
 * `"items[0].units" "2"`. Money, keys and codes come first; of metadata only the count of entries is
 * said, for it decides nothing. The policy on personal data holds back what tells who somebody is,
 * and nothing else (`facts/mcp.md §e.3 D2`).
 */
export function valuesInWords(input: object): string[] {
  const values = valuesOf(input, '', false);
  const isDecisive = ({ place, text }: Value) =>
    DECISIVE.test(place) || /^"[\d.]+ [A-Z]{3}"$/.test(text);
  return [...values.filter(isDecisive), ...values.filter((value) => !isDecisive(value))].map(
    ({ place, text }) => `${keyInWords(place)} ${text}`,
  );
}

/**
 * Lets nobody be asked about more than can be shown: what is left out would be agreed to unseen.
 * @param values as of {@link valuesInWords}
 * @param next how to do it in parts
 * @throws Refusal `invalid_arguments`
 */
export function requireShowable(
  values: readonly string[],
  { field, next }: { readonly field: string; readonly next: string },
): void {
  if (values.length <= MOST_VALUES) return;
  throw new Refusal('invalid_arguments', {
    field,
    message: `${field}: ${counted(values.length, 'value')} are more than the ${MOST_VALUES} that somebody who agrees can be shown.`,
    next,
  });
}
