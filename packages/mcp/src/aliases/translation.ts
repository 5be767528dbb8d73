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

/** Other names for arguments; what is there under its own name stays. */
export function renamed(names: Readonly<Record<string, string>>): Translation {
  return (args) => {
    const entries = Object.entries(args).map(([name, value]) => {
      const own = Object.hasOwn(names, name) ? (names[name] as string) : name;
      return [Object.hasOwn(args, own) ? name : own, value] as const;
    });
    return Object.fromEntries(entries);
  };
}

/** What the name of the other tool stands for. */
export function given(values: Arguments): Translation {
  return (args) => ({ ...values, ...args });
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
 * Some arguments in place of others.
 * @param make brings undefined where it cannot tell; then all stay as they are
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

/** The same as a decimal text without its currency. */
export function amountOf(cents: unknown, currency: unknown): string | undefined {
  return (moneyOf(cents, currency) as { amount: string } | undefined)?.amount;
}

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
