import { describe, expect, it } from 'vitest';
import type { ErrorTable, Problem } from './error-table.ts';
import { type Refusal, refusedError } from './refused-error.ts';

function refused(
  problem: Problem,
  { rules = [], ...more }: Partial<Refusal> & Partial<Pick<ErrorTable, 'rules'>> = {},
) {
  const refusal: Refusal = {
    provider: 'example',
    status: 422,
    body: undefined,
    requestId: undefined,
    about: { resource: 'customer', key: 'acme' },
    retryAfterMs: undefined,
    ...more,
  };
  return refusedError({ read: () => problem, rules }, refusal);
}

describe('a refusal', () => {
  it('is what the first rule that matches says', () => {
    const rules: ErrorTable['rules'] = [
      { status: 403, code: 'a', becomes: 'forbidden' },
      { status: [422, 409], code: ['x', 'a'], becomes: 'conflict' },
      { code: 'a', becomes: 'rejected' },
    ];
    expect(refused({ code: 'a' }, { rules }).code).toBe('conflict');
    expect(refused({ code: 'a' }, { rules, status: 400 }).code).toBe('rejected');
    expect(refused({ code: 'b' }, { rules, status: 404 }).code).toBe('not_found');
    expect(refused({}, { rules, status: 403 }).code).toBe('forbidden');
  });

  it('matches codes and rules of issues by text, list and pattern', () => {
    const issues = [{ path: ['name'], message: 'taken', rule: 'value_already_exist' }];
    for (const issue of ['value_already_exist', ['x', 'value_already_exist'], /^value_already/]) {
      const rules = [{ issue, becomes: 'already_exists' }] as const;
      expect(refused({ issues }, { rules }).code).toBe('already_exists');
      expect(refused({}, { rules }).code).toBe('rejected');
    }
    const rules = [{ code: /^read_/, becomes: 'forbidden' }] as const;
    expect(refused({ code: 'read_all' }, { rules }).code).toBe('forbidden');
    expect(refused({}, { rules }).code).toBe('rejected');
  });

  it('names the thing of the request when it is missing or there', () => {
    const error = refused({ resource: 'customer' }, { status: 404 });
    expect(error.message).toBe('There is no customer "acme".');
    expect(error.details).toEqual({ resource: 'customer', key: 'acme' });
    const rules = [{ code: 'taken', becomes: 'already_exists' }] as const;
    expect(refused({ code: 'taken' }, { rules }).message).toBe(
      'There is a customer "acme" already.',
    );
  });

  it('does not blame the thing of the request for another one that is missing', () => {
    const error = refused({ resource: 'plan', code: 'plan_not_found' }, { status: 404 });
    expect(error.message).toBe('example refused it (404): plan_not_found.');
    expect(error.details).toEqual({ resource: 'plan' });
  });

  it('names another thing that is missing where the request named it too', () => {
    const about = { resource: 'customer', key: 'acme', named: { plan: 'prx' } };
    const error = refused({ resource: 'plan', code: 'plan_not_found' }, { status: 404, about });
    expect(error.message).toBe('There is no plan "prx".');
    expect(error.details).toEqual({ resource: 'plan', key: 'prx' });
    expect(refused({ resource: 'customer' }, { status: 404, about }).details).toEqual({
      resource: 'customer',
      key: 'acme',
    });
    expect(refused({ resource: 'tax' }, { status: 404, about }).details).toEqual({
      resource: 'tax',
    });
  });

  it('tells fields by name, three of them at most, before its own words', () => {
    const issues = ['a', 'b', 'c', 'd'].map((name) => ({ path: [name, 0], message: 'is bad' }));
    const error = refused({ issues, message: 'Unprocessable' });
    expect(error.message).toBe(
      'example refused it (422): a.0: is bad · b.0: is bad · c.0: is bad.',
    );
    expect(error.issues).toEqual(issues);
  });

  it('keeps words short and in one line', () => {
    const { message } = refused({ message: `one\ntwo ${'x'.repeat(1_000)}` });
    expect(message).toMatch(/^example refused it \(422\): one two x+…$/);
    expect(message.length).toBeLessThan(350);
  });

  it.each([
    [422, 'No such name', 'example refused it (422): No such name.'],
    [422, 'Who are you?', 'example refused it (422): Who are you?'],
    [422, ' ', 'example refused it (422).'],
    [500, 'Internal server error', 'example answered 500: Internal server error.'],
    [503, undefined, 'example answered 503.'],
  ])('ends with its sentence, and blames nobody for a failure: %i %s', (status, message, words) => {
    expect(refused({ message }, { status }).message).toBe(words);
  });

  it('says no more than the status where the service says nothing', () => {
    expect(refused({}).message).toBe('example refused it (422).');
    expect(refused({}, { about: undefined, status: 404 }).details).toEqual({
      resource: 'resource',
    });
  });

  it('takes words, details and repeats from its rule', () => {
    const rules: ErrorTable['rules'] = [
      {
        status: 403,
        becomes: 'feature_not_enabled',
        message: ({ code }) => `Not in your plan: ${code}.`,
        details: ({ code }) => ({ feature: code ?? '' }),
        retryable: true,
      },
    ];
    expect(refused({ code: 'taxes' }, { rules, status: 403 })).toMatchObject({
      message: 'Not in your plan: taxes.',
      details: { feature: 'taxes' },
      retryable: true,
    });
  });

  it('keeps status and the id of the request', () => {
    expect(refused({}, { requestId: 'r', status: 429, retryAfterMs: 5 })).toMatchObject({
      requestId: 'r',
      status: 429,
      details: { retryAfterMs: 5 },
    });
  });
});
