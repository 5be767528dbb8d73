import { currencyDigits, isCurrency } from '../currency.ts';
import { Decimal } from '../decimal.ts';
import { normalizeInstant } from '../time.ts';
import { lazy } from './lazy.ts';
import { z } from './zod.ts';

/** Printable text without line breaks, and no blank at either end (Lago would cut it off). */
const KEY = /^(?!\s)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+(?<!\s)$/u;

/** Any text but control characters and halves of surrogate pairs, which storage cannot return. */
const TEXT = /^(?:[^\p{Cs}\p{Cc}]|[\t\n\r])*$/u;

const amountError = (issue: { input?: unknown }) =>
  typeof issue.input === 'number'
    ? 'Write amounts and quantities as decimal strings, such as "12.50": JSON numbers are floats.'
    : undefined;

/** The caller's own name for a thing: 1 to 255 printable characters. Case matters. */
export const Key = lazy(() =>
  z.string().min(1).max(255).regex(KEY, {
    abort: true,
    error: 'Write printable characters only, with no line break and no blank at either end.',
  }),
);

/** A line of text for people, at most 255 characters. */
export const Name = lazy(() => z.string().max(255).regex(TEXT, 'Remove the control characters.'));

/** A longer text for people, at most 2,000 characters. */
export const Description = lazy(() =>
  z.string().max(2000).regex(TEXT, 'Remove the control characters.'),
);

const decimalText = (pattern: RegExp, message: string) =>
  z.string({ error: amountError }).max(60).regex(pattern, { abort: true, error: message });

/** Any decimal number, as text. */
export const SignedDecimal = lazy(() =>
  decimalText(/^-?\d+(?:\.\d+)?$/, 'Write a plain decimal number, such as "12.50" or "-3".'),
);

/** A decimal number from zero up, as text: unit prices, quantities, rates. */
export const UnsignedDecimal = lazy(() =>
  decimalText(/^\d+(?:\.\d+)?$/, 'Write a plain decimal number from zero up, such as "0.0015".'),
);

/** A decimal number above zero, as text. */
export const PositiveDecimal = lazy(() =>
  decimalText(
    /^(?=.*[1-9])\d+(?:\.\d+)?$/,
    'Write a plain decimal number above zero, such as "100".',
  ),
);

/** A whole number above zero, as text. */
export const PositiveInteger = lazy(() =>
  decimalText(/^0*[1-9]\d*$/, 'Write a whole number above zero, such as "1000".'),
);

/** A share in percent, above 0 and at most 100, as text. */
export const Percentage = lazy(() =>
  PositiveDecimal.refine(
    (text) => Decimal.parse(text).compare(Decimal.fromInteger(100)) <= 0,
    'Write a percentage above 0 and at most 100, such as "12.5".',
  ),
);

/** An ISO 4217 code in capital letters. */
export const Currency = lazy(() =>
  z.string().refine(isCurrency, {
    abort: true,
    error: 'Write an ISO 4217 currency in capital letters, such as "USD".',
  }),
);

function checkDigits(context: z.core.ParsePayload<{ amount: string; currency: string }>): void {
  const { amount, currency } = context.value;
  const digits = currencyDigits(currency);
  const written = amount.includes('.') ? amount.length - amount.indexOf('.') - 1 : 0;
  if (written === digits) return;
  const example = Decimal.parse(amount).round(digits).toFixed(digits);
  context.issues.push({
    code: 'custom',
    path: ['amount'],
    input: amount,
    message: `Write ${currency} with exactly ${digits} digits behind the point, such as "${example}".`,
  });
}

const moneyOf = (amount: typeof UnsignedDecimal) =>
  z
    .strictObject({
      amount: amount.describe("Major units with exactly the currency's digits, as text: '12.50'."),
      currency: Currency.describe('ISO 4217 code, such as USD.'),
    })
    .check(checkDigits);

/** An amount that may be negative. */
export const Money = lazy(() => moneyOf(SignedDecimal));
export type Money = z.infer<typeof Money>;

/** An amount from zero up. */
export const UnsignedMoney = lazy(() => moneyOf(UnsignedDecimal));

/** An amount above zero. */
export const PositiveMoney = lazy(() => moneyOf(PositiveDecimal));

const WRITE_A_MOMENT = 'Write a moment as ISO 8601 with a zone, such as "2026-01-31T23:00:00Z".';

function checkInstant(context: z.core.ParsePayload<string>): void {
  const instant = normalizeInstant(context.value);
  if (instant !== undefined) {
    context.value = instant;
    return;
  }
  context.issues.push({
    code: 'custom',
    input: context.value,
    continue: false,
    message: WRITE_A_MOMENT,
  });
}

const instantText = lazy(() => z.string({ error: WRITE_A_MOMENT }).check(checkInstant));

/** A moment on the way in: ISO 8601 with `Z` or an offset, or a Date. Becomes UTC with milliseconds. */
export const InstantIn: z.ZodType<Instant, string | Date> = lazy(
  () =>
    z.preprocess(
      (value) =>
        value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value,
      instantText,
    ) as unknown as z.ZodType<Instant, string | Date>,
);

/** A moment on the way out: ISO 8601 in UTC with milliseconds. */
export const Instant = lazy(() =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'ISO 8601 in UTC with milliseconds.'),
);
export type Instant = z.infer<typeof Instant>;

/** A calendar day in the customer's time zone. */
export const CalendarDate = lazy(() => z.iso.date());
export type CalendarDate = z.infer<typeof CalendarDate>;

/** A span of time: `from` belongs to it, `to` does not. */
export const Period = lazy(() =>
  z.strictObject({
    from: Instant.describe('Start, included; UTC.'),
    to: Instant.describe('End, excluded; UTC.'),
  }),
);
export type Period = z.infer<typeof Period>;

/** The runtime's own database decides which zones exist. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** An IANA time zone, such as `Europe/Paris`. */
export const TimeZone = lazy(() =>
  z
    .string()
    .max(64)
    .refine(
      (name) => !/^[+-]/.test(name) && isTimeZone(name),
      'Write an IANA time zone, such as "Europe/Paris" or "UTC".',
    ),
);

/** The caller's own data on an object: text by name. */
export const Metadata = lazy(() =>
  z
    .record(Key, z.string().max(500).regex(TEXT, 'Remove the control characters.'))
    .refine((record) => Object.keys(record).length <= 50, 'Use at most 50 keys.'),
);

/** Where the object lives at the provider, under the provider's own id. */
export const ProviderRef = lazy(() =>
  z.strictObject({
    provider: z.string().describe('Which provider.'),
    type: z.string().describe("The provider's word for the object."),
    id: z.string().describe("The provider's own id."),
  }),
);
export type ProviderRef = z.infer<typeof ProviderRef>;

/** What every list takes. */
export const pageRequest = () => ({
  limit: z.int().min(1).max(100).optional().describe('Items of a page, 1 to 100; 50 when absent.'),
  cursor: z
    .string()
    .max(500)
    .optional()
    .describe('`nextCursor` of the page before; absent for the first page.'),
});
