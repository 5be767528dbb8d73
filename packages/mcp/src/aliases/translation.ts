import { isCurrency, moneyFromMinor } from '@billport/core';

/** Arguments by name, as somebody gave them: nothing is known of their values. */
export type Arguments = Readonly<Record<string, unknown>>;

/**
 * Makes arguments of one tool of those of another. It never fails and leaves what it does not know,
 * so that the check of the arguments refuses that by name.
 */
export type Translation = (args: Arguments) => Arguments;

/** One translation after the other. */
export function steps(...translations: readonly Translation[]): Translation {
  return (args) => translations.reduce((given, translate) => translate(given), args);
}

/** Other names for arguments. Where one of ours is taken, also by the first of two, the name stays. */
export function renamed(names: Readonly<Record<string, string>>): Translation {
  return (args) => {
    const taken = new Set(Object.keys(args));
    const entries = Object.entries(args).map(([name, value]) => {
      const own = Object.hasOwn(names, name) ? (names[name] as string) : name;
      if (taken.has(own)) return [name, value] as const;
      taken.add(own);
      return [own, value] as const;
    });
    return Object.fromEntries(entries);
  };
}

/** What the other tool does unless its arguments say otherwise. */
export function usually(values: Arguments): Translation {
  return (args) => ({ ...values, ...args });
}

/**
 * What the name of the other tool stands for. An argument that says something else is put beside it:
 * two values are none that an argument takes, and the check refuses it by name.
 */
export function given(values: Arguments): Translation {
  return (args) => {
    const meant = Object.entries(values).map(([name, value]) => {
      const isOther = Object.hasOwn(args, name) && args[name] !== value;
      return [name, isOther ? [value, args[name]] : value] as const;
    });
    return { ...args, ...Object.fromEntries(meant) };
  };
}

/** Another value of one argument, where there is one and it can be told. */
export function changed(name: string, change: (value: unknown) => unknown): Translation {
  return (args) => {
    const value = Object.hasOwn(args, name) ? change(args[name]) : undefined;
    return value === undefined ? args : { ...args, [name]: value };
  };
}

/** Other words for the values of an argument. */
export function reworded(name: string, wordsOf: Readonly<Record<string, unknown>>): Translation {
  return changed(name, (value) =>
    typeof value === 'string' && Object.hasOwn(wordsOf, value) ? wordsOf[value] : undefined,
  );
}

/**
 * Some arguments in place of others. All stay as they are where one of the new ones is there already.
 * @param make brings undefined where it cannot tell; then all stay as they are too
 */
export function replaced(
  names: readonly string[],
  make: (args: Arguments) => Arguments | undefined,
): Translation {
  return (args) => {
    if (!names.some((name) => Object.hasOwn(args, name))) return args;
    const made = make(args);
    if (made === undefined) return args;
    const rest = Object.entries(args).filter(([name]) => !names.includes(name));
    if (rest.some(([name]) => Object.hasOwn(made, name))) return args;
    return { ...Object.fromEntries(rest), ...made };
  };
}

/** Cents and a currency as `{amount, currency}`; undefined where they are none. */
export function moneyOf(cents: unknown, currency: unknown): object | undefined {
  if (typeof currency !== 'string' || !isCurrency(currency)) return undefined;
  if (typeof cents === 'number' ? !Number.isSafeInteger(cents) : typeof cents !== 'string') {
    return undefined;
  }
  const text = String(cents);
  return /^-?\d{1,30}$/.test(text) ? moneyFromMinor(BigInt(text), currency) : undefined;
}

/** A number as somebody wrote it, as decimal text; undefined where it is none. */
export function decimalText(value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value);
  return /^-?\d{1,30}(\.\d{1,30})?$/.test(text) ? text : undefined;
}

/** Whether a value is an object with names. */
export const isObject = (value: unknown): value is Arguments =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether somebody said anything: null of theirs is an argument that is left out. */
export const isSaid = (value: unknown): boolean => value !== undefined && value !== null;

const CONTROLS: ReadonlySet<string> = new Set([
  'dry_run',
  'confirm_token',
  'idempotency_key',
  'response_format',
]);

/** Puts arguments into one of ours, all but those that the server itself takes. */
export function wrapped(wrap: (own: Arguments) => Arguments): Translation {
  return (args) => {
    const { controls = [], own = [] } = Object.groupBy(Object.entries(args), ([name]) =>
      CONTROLS.has(name) ? 'controls' : 'own',
    );
    return { ...wrap(Object.fromEntries(own)), ...Object.fromEntries(controls) };
  };
}
