import { BillingError } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paigoCustomer } from './customers/paigo-customer.fixture.ts';
import {
  AT_ONCE,
  found,
  giveToken,
  paigoHost,
  paigoProvider,
  TOKEN,
} from './paigo-host.fixture.ts';

beforeEach(() => {
  nock.disableNetConnect();
  giveToken();
});
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

/** The error of a read that is answered so, and of one attempt only. */
async function refused(status: number, body?: string | object): Promise<BillingError> {
  paigoHost().get('/customers').reply(status, body);
  const error = await paigoProvider({ maxAttempts: 1 })
    .customers.list()
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  if (BillingError.is(error)) return error;
  throw new Error('It was no refusal.', { cause: error });
}

const nest = (status: number, message: unknown) => ({ statusCode: status, message, error: 'x' });

describe('refusals of Paigo', () => {
  it.each([
    [400, 'rejected', false],
    [403, 'forbidden', false],
    [404, 'not_found', false],
    [409, 'conflict', false],
    [413, 'rejected', false],
    [429, 'rate_limited', true],
    [500, 'unavailable', true],
    [502, 'unavailable', true],
    [503, 'unavailable', true],
    [504, 'unavailable', true],
  ])('point 26: %i is %s', async (status, code, retryable) => {
    expect(await refused(status, { message: 'Words.' })).toMatchObject({
      code,
      status,
      retryable,
      provider: 'paigo',
      operation: 'customers.list',
    });
  });

  it.each([
    ['a text', nest(400, 'email must be an email'), 'email must be an email'],
    ['a list', nest(400, ['first', 'second']), 'first · second'],
    ['a message alone', { message: 'words' }, 'words'],
    ['blanks and lines', { message: 'one\n  two ' }, 'one two'],
  ])('point 26: bring the words of %s', async (_title, body, words) => {
    expect((await refused(400, body)).message).toBe(`paigo refused it (400): ${words}.`);
  });

  it.each([
    ['a page', '<html>words</html>'],
    ['nothing', ''],
    ['a list', ['words']],
    ['a number', '7'],
    ['another form', { error: { words: 'words' } }],
    ['a message of another form', nest(400, { words: 'words' })],
    ['a list of other things', nest(400, [{ words: 'words' }, null, 7])],
  ])('point 26: bring no words of %s', async (_title, body) => {
    expect((await refused(400, body)).message).toBe('paigo refused it (400).');
  });

  it.each([
    ['a text', 'long '.repeat(5_000)],
    ['a list', Array.from({ length: 5_000 }, () => 'long')],
  ])('are cut to 300 characters: %s', async (_title, message) => {
    const words = (await refused(400, nest(400, message))).message.replace(/^.*?: /, '');
    expect(words.length).toBeLessThanOrEqual(301);
  });

  it('bring no addresses, which may let anybody in, and not the token', async () => {
    const error = await refused(400, nest(400, `See https://pay.test/secret-page and ${TOKEN}.`));
    expect(error.message).toContain('[address]');
    expect(JSON.stringify(error)).not.toMatch(/secret-page/);
    expect(JSON.stringify(error)).not.toContain(TOKEN);
  });

  it.each([429, 500, 503])('are waited for where they pass: %i', async (status) => {
    paigoHost().get('/customers').times(4).reply(status, '', AT_ONCE);
    paigoHost().get('/customers').reply(200, found(paigoCustomer()));
    expect((await paigoProvider().customers.list()).items).toHaveLength(1);
  });
});
