import { BillingError, type BillingErrorCode } from '@billport/core';
import { describe, expect, it } from 'vitest';
import type { Changed } from './changed.ts';
import { INJECTIONS, UNSAFE_CHARACTER } from './injections.fixture.ts';
import { Refusal } from './refusal.ts';
import { type Failing, toErrorResult } from './to-error-result.ts';
import { words } from './words.ts';

interface ShownError {
  readonly isError: boolean | undefined;
  readonly text: string;
  readonly error: Readonly<Record<string, unknown>>;
}

const STARTED: Failing = { isChanging: true, hasStarted: true, pii: 'full' };

function show(error: unknown, failing: Partial<Failing> = {}): ShownError {
  const result = toErrorResult(error, { ...STARTED, ...failing });
  const { text } = result.content[0] as { text: string };
  const { error: shown } = result.structuredContent as { error: ShownError['error'] };
  return { isError: result.isError, text, error: shown };
}

/** By the meanings of `docs/errors.md`: what may have landed, and what may pass by itself. */
const CODES: Readonly<Record<BillingErrorCode, [changed: Changed, retryable: boolean]>> = {
  invalid_input: ['no', false],
  configuration: ['no', false],
  unauthenticated: ['no', false],
  forbidden: ['no', false],
  feature_not_enabled: ['no', false],
  not_found: ['no', false],
  already_exists: ['no', false],
  conflict: ['no', false],
  rejected: ['no', false],
  insufficient_credits: ['no', false],
  rate_limited: ['no', true],
  unavailable: ['no', true],
  timeout: ['unknown', true],
  aborted: ['unknown', false],
  network: ['no', true],
  outcome_unknown: ['unknown', false],
  malformed_response: ['unknown', false],
  unsupported: ['no', false],
  webhook_invalid: ['no', false],
};
const CASES = (Object.keys(CODES) as BillingErrorCode[]).map(
  (code) => [code, ...CODES[code]] as const,
);
const errorOf = (code: BillingErrorCode) =>
  new BillingError(code, { message: 'It does not work.', provider: 'lago', details: undefined });

describe('R3: an error of a provider', () => {
  it.each(CASES)(
    '%s after the start: changed %s, retryable %s with a key',
    (code, changed, retryable) => {
      const { isError, text, error } = show(errorOf(code), { idempotencyKey: 'k-1' });
      expect(isError).toBe(true);
      expect(error).toMatchObject({ code, changed, retryable, idempotencyKey: 'k-1' });
      expect(error.message).toBe('It does not work.');
      expect(text).toContain(code);
      expect(text).toContain('message: It does not work.');
      expect(text).toContain(`(changed: ${changed}, retryable: ${retryable})`);
      expect(text).toContain('idempotencyKey: k-1');
      expect(text).toContain(`Next: ${error.next}`);
      expect(error.next).toMatch(/^[A-Z].{20,}/);
    },
  );

  it.each(CASES)('%s before the start, or of a tool that looks: nothing was changed', (code) => {
    expect(show(errorOf(code), { hasStarted: false }).error.changed).toBe('no');
    expect(show(errorOf(code), { isChanging: false }).error.changed).toBe('no');
  });

  it.each(CASES)('%s after a call that went well: something was changed', (code) => {
    const { text, error } = show(errorOf(code), { completedCalls: 1 });
    expect(error.changed).toBe('yes');
    expect(error.retryable).toBe(false);
    expect(text).toContain('A part was changed before it failed.');
    expect(error.next).toContain('Read what it touches');
  });

  it('has a next step of its own for each code, but where waiting is all that helps', () => {
    const steps = CASES.filter(([code]) => code !== 'rate_limited').map(
      ([code]) => show(errorOf(code), { hasStarted: false }).error.next,
    );
    expect(new Set(steps).size).toBe(steps.length);
  });

  it.each([
    ['which a provider would do twice', { isRepeatable: false }],
    ['of which a part was changed', { completedCalls: 1 }],
  ])('is not retryable after the start of a change %s, even with a key', (_, failing) => {
    const { error } = show(errorOf('timeout'), { idempotencyKey: 'k-1', ...failing });
    expect(error.retryable).toBe(false);
    expect(error.next).toContain('with a new idempotency_key');
    expect(error.next).not.toContain('the same call again');
  });

  it('is retryable when nothing was changed, whatever a provider would do twice', () => {
    const failing = { idempotencyKey: 'k-1', isRepeatable: false };
    expect(show(errorOf('rate_limited'), failing).error).toMatchObject({
      changed: 'no',
      retryable: true,
    });
  });

  it('is not retryable without a key when it may have happened', () => {
    expect(show(errorOf('timeout')).error).toMatchObject({ changed: 'unknown', retryable: false });
    expect(show(errorOf('timeout'), { isChanging: false }).error.retryable).toBe(true);
  });

  it('names the field, the rule, and every other issue', () => {
    const error = new BillingError('invalid_input', {
      message: 'plans.create: 2 fields are wrong.',
      issues: [
        { path: ['charges', 0, 'pricing', 'unitAmount'], message: 'Write a decimal.', rule: 'x' },
        { path: ['price'], message: 'Write USD.' },
      ],
    });
    const { text, error: shown } = show(error);
    expect(shown.field).toBe('charges[0].pricing.unitAmount');
    expect(shown.issues).toEqual([
      { field: 'charges[0].pricing.unitAmount', message: 'Write a decimal.', rule: 'x' },
      { field: 'price', message: 'Write USD.' },
    ]);
    expect(text).toContain('charges[0].pricing.unitAmount\tWrite a decimal.\tx');
  });

  it('R7: says how long to wait', () => {
    const error = new BillingError('rate_limited', {
      message: 'Too many requests.',
      details: { retryAfterMs: 1500 },
    });
    const { text, error: shown } = show(error);
    expect(shown).toMatchObject({ retryable: true, retryAfterMs: 1500 });
    expect(shown.next).toBe('Wait 2 s, then make the same call again.');
    expect(text).toContain('retryAfterMs: 1500');
  });

  it('says how to look up what nobody knows, and what to use instead of what cannot be done', () => {
    const unknown = new BillingError('outcome_unknown', {
      message: 'No answer.',
      details: { lookup: 'List the credit notes of the invoice.' },
    });
    expect(show(unknown).error.next).toContain('List the credit notes of the invoice.');
    const unsupported = new BillingError('unsupported', {
      message: 'Paigo has no coupons.',
      details: { alternative: 'credits.add' },
    });
    expect(show(unsupported).error).toMatchObject({ alternative: 'credits.add' });
    expect(show(unsupported).error.next).toContain('credits.add');
  });

  it.each(Object.entries(INJECTIONS))('S2: has its words fenced, with %s in them', (_, words) => {
    const { text, error } = show(
      new BillingError('rejected', {
        message: words,
        issues: [{ path: [words], message: words }],
        details: undefined,
      }),
    );
    const lines = text.split('\n');
    expect(lines.filter((line) => /[<>]/.test(line))).toHaveLength(2);
    for (const line of lines) expect(line.replaceAll('\t', ' ')).not.toMatch(UNSAFE_CHARACTER);
    expect(lines[0]).toBe('Failed: rejected. Its message says why.');
    expect(JSON.stringify(error)).not.toMatch(/[<>]/);
  });
});

describe('R3: a refusal', () => {
  const refusal = new Refusal('ambiguous', {
    field: 'customer',
    message: `customer: 2 customers are called ${words('Acme')}.`,
    next: 'Ask which one is meant.',
    facts: { candidates: [{ customerKey: 'a', name: 'Acme' }] },
  });

  it('says its message, the facts beside it, and that nothing was changed', () => {
    const { isError, text, error } = show(refusal, { hasStarted: false });
    expect(isError).toBe(true);
    expect(error).toEqual({
      code: 'ambiguous',
      field: 'customer',
      message: 'customer: 2 customers are called "Acme".',
      candidates: [{ customerKey: 'a', name: 'Acme' }],
      next: 'Ask which one is meant.',
      retryable: false,
      changed: 'no',
    });
    expect(text.replace(/data-[0-9a-f]{16}/g, 'data').split('\n')).toEqual([
      'ambiguous: customer: 2 customers are called "Acme".',
      '<data>',
      'field: customer',
      'candidates[1]:',
      'customerKey\tname',
      'a\tAcme',
      '</data>',
      'Nothing was changed. (changed: no, retryable: false)',
      'Next: Ask which one is meant.',
    ]);
  });

  it('hides personal data as the policy says', () => {
    const { text, error } = show(refusal, { pii: 'none' });
    expect(text).not.toContain('Acme');
    expect(JSON.stringify(error)).not.toContain('Acme');
    expect(error.candidates).toEqual([{ customerKey: 'a', name: '[hidden]' }]);
  });

  it('says that a part was changed when an earlier call went well', () => {
    expect(show(refusal, { completedCalls: 2 }).error.changed).toBe('yes');
  });

  it('T: says how many of the items it shows where not all fit', () => {
    const items = Array.from({ length: 900 }, (_, index) => ({
      id: `event-${index}-${'x1'.repeat(60)}`,
      error: 'invalid_input: the metric needs a property.',
    }));
    const many = new Refusal('invalid_arguments', {
      message: 'events: none was recorded.',
      next: 'Correct them.',
      facts: { items },
    });
    const { error, text } = show(many);
    const shown = (error.items as unknown[]).length;
    expect(shown).toBeLessThan(900);
    const next = `Only the first ${shown} of these 900 items fit in one answer. Correct them.`;
    expect(error.next).toBe(next);
    expect(text).toContain(`Next: ${next}`);
  });
});

describe('R5: what there is not', () => {
  it.each([
    ['customer', 'search_billing'],
    ['event', 'list_usage_events of its subscription'],
    ['tax', 'get_catalog of the kind taxes'],
    ['wallet', 'get_credits of its customer'],
    ['credit note', 'read_operation with creditNotes.list'],
    ['toString', 'search_billing'],
  ])('is looked for with a tool that finds such things: %s', (resource, tool) => {
    const { error } = show(
      new BillingError('not_found', { message: 'There is none.', details: { resource, key: 'x' } }),
    );
    expect(error.next).toBe(`Find the right key, code or id with ${tool}, then call again.`);
  });
});

describe('R3: an error that nobody foresaw', () => {
  it.each([
    ['an Error', new TypeError('cannot read key sk_live_1234 of undefined')],
    ['a text', 'sk_live_1234'],
    ['nothing', undefined],
    ['an object', { code: 'sk_live_1234', message: 'sk_live_1234' }],
  ])('S1: tells nothing from inside: %s', (_, error) => {
    const { isError, text, error: shown } = show(error);
    expect(isError).toBe(true);
    expect(text + JSON.stringify(shown)).not.toContain('sk_live');
    expect(shown).toMatchObject({ code: 'internal', changed: 'unknown', retryable: false });
    expect(show(error, { hasStarted: false }).error.changed).toBe('no');
  });
});
