import { BillingError } from '@billport/core';
import { FAULT_KINDS, type Fault } from '../faults/fault.ts';
import { type Fields, isFields } from '../json-fields.ts';

/** What a field has to be, and how to say so. */
interface Rule {
  isRight(value: unknown): boolean;
  readonly rule: string;
}

const isInteger = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

const isText = (value: unknown) => typeof value === 'string' && value !== '';

const isTexts = (value: unknown) =>
  isFields(value) && Object.values(value).every((text) => typeof text === 'string');

/** Any status that can be answered; those below 200 are not answers. */
const STATUS: Rule = { isRight: isInteger(200, 599), rule: 'Write a status from 200 to 599.' };

const FAULT_RULES: Readonly<Record<keyof Fault, Rule>> = {
  kind: {
    isRight: (value) => FAULT_KINDS.some((kind) => kind === value),
    rule: `Write one of ${FAULT_KINDS.join(', ')}.`,
  },
  times: {
    isRight: isInteger(0, Number.MAX_SAFE_INTEGER),
    rule: 'Write how many requests it hits; 0: all of them.',
  },
  method: {
    isRight: (value) => typeof value === 'string' && /^(GET|POST|PUT|PATCH|DELETE)$/i.test(value),
    rule: 'Write GET, POST, PUT, PATCH or DELETE.',
  },
  path: {
    isRight: (value) => typeof value === 'string' && value.startsWith('/'),
    rule: 'Write a path such as "/customers/*".',
  },
  after: {
    isRight: (value) => value === 'none' || value === 'write',
    rule: 'Write "none" or "write".',
  },
  chance: {
    isRight: (value) => typeof value === 'number' && value > 0 && value <= 1,
    rule: 'Write a share above 0 and at most 1, such as 0.05.',
  },
  seed: {
    isRight: isInteger(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    rule: 'Write a whole number.',
  },
  status: STATUS,
  ms: { isRight: isInteger(0, 600_000), rule: 'Write milliseconds from 0 to 600,000.' },
  bytes: { isRight: isInteger(1, 2 ** 31), rule: 'Write how many bytes, from 1 up.' },
  location: { isRight: isText, rule: 'Write an address.' },
  body: { isRight: () => true, rule: '' },
  headers: { isRight: isTexts, rule: 'Write texts by the names of headers.' },
};

/** @throws BillingError `invalid_input` with one sentence for each field. */
function refuse(problems: readonly (readonly [field: string, message: string])[]): void {
  if (problems.length === 0) return;
  throw new BillingError('invalid_input', {
    message: problems.map(([field, message]) => `${field}: ${message}`).join(' '),
    issues: problems.map(([field, message]) => ({ path: [field], message })),
  });
}

const isFaultField = (name: string): name is keyof Fault => Object.hasOwn(FAULT_RULES, name);

function problemOfField(name: string, value: unknown): string | undefined {
  if (!isFaultField(name)) {
    return `There is no such field; there are ${Object.keys(FAULT_RULES).join(', ')}.`;
  }
  return FAULT_RULES[name].isRight(value) ? undefined : FAULT_RULES[name].rule;
}

function isFault(input: Fields): input is Fields & Fault {
  const given = 'kind' in input ? input : { ...input, kind: undefined };
  const problems = Object.entries(given).flatMap(([name, value]) => {
    const message = problemOfField(name, value);
    return message === undefined ? [] : [[name, message] as const];
  });
  refuse(problems);
  return true;
}

/**
 * A fault that comes from outside.
 * @throws BillingError `invalid_input` that names each wrong field and what it may be.
 */
export function checkedFault(input: unknown): Fault {
  if (!isFields(input))
    refuse([['fault', 'Pass an object with a kind, such as {"kind":"reset"}.']]);
  if (!isFields(input) || !isFault(input))
    throw new TypeError('A fault was refused without a reason.');
  return input;
}

/** Where the clock is to go: to a moment, or on by a duration. */
export type Advance = { readonly to: string } | { readonly by: string };

/**
 * The move of the clock that comes from outside: `advance_to` or `advance_by`.
 * @throws BillingError `invalid_input`
 */
export function checkedAdvance(input: Fields): Advance {
  const { advance_to: to, advance_by: by } = input;
  const unknown = Object.keys(input).filter((name) => !/^advance_(to|by)$/.test(name));
  refuse(
    unknown.map((name) => [name, 'There is no such field; there are advance_to, advance_by.']),
  );
  if (typeof to === 'string' && by === undefined) return { to };
  if (typeof by === 'string' && to === undefined) return { by };
  const message =
    'Write one of them: "advance_to" with a moment such as "2026-02-01T00:00:00Z", or "advance_by" with a duration such as "P1M".';
  refuse([['advance_to', message]]);
  throw new TypeError('A move was refused without a reason.');
}
