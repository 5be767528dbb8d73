import { describe, expect, it } from 'vitest';
import { openAccount } from './open-account.fixture.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('who is let in', () => {
  it.each([
    ['no header', undefined],
    ['one word only', 'secret'],
    ['another key', 'Bearer other'],
  ])('refuses %s', async (_, authorization) => {
    const account = openAccount({}, 'secret');
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const answer = await account.send('/api/v1/customers', { headers });
    expect(answer.status).toBe(401);
    // Neither code nor more (`facts/lago.md §a`).
    expect(answer.body).toEqual({ status: 401, error: 'Unauthorized' });
  });

  it.each(['Bearer secret', 'Token secret', 'Bearer  secret'])('lets in %j', async (header) => {
    const account = openAccount({}, 'secret');
    const headers = { authorization: header };
    expect((await account.send('/api/v1/customers', { headers })).status).toBe(200);
  });

  it('lets in any key where none was set', async () => {
    expect((await openAccount().call('GET', '/customers')).status).toBe(200);
  });

  it('tells its health to everybody', async () => {
    const answer = await openAccount({}, 'secret').send('/health');
    expect(answer).toMatchObject({ status: 200, body: { message: 'Success', version: '1.51.0' } });
  });
});

describe('a path without a route', () => {
  it.each([
    ['GET', '/api/v1/nothing'],
    ['PUT', '/api/v1/customers'],
    ['GET', '/nothing'],
  ])('%s %s answers 404, whoever asks', async (method, path) => {
    const answer = await openAccount({}, 'secret').send(path, { method });
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({ status: 404, error: 'Not Found', code: 'resource_not_found' });
  });

  it.each(['/analytics/mrr', '/features/seats', '/billing_entities', '/quotes'])(
    'of Lago that is not emulated is a 501 and never a success: %s',
    async (path) => {
      const answer = await openAccount().call('GET', path);
      expect(answer.status).toBe(501);
      expect(answer.body).toMatchObject({
        error: 'Not Implemented',
        code: 'not_emulated',
        message: expect.stringContaining('README'),
      });
    },
  );
});

describe('trap 2: a body that cannot be read', () => {
  const MISSING = 'BadRequest: param is missing or the value is empty or invalid: customer';

  it.each([
    ['JSON that breaks off', '{"customer":', JSON_TYPE, 'Bad Request'],
    ['another root', '{"client":{"external_id":"a"}}', JSON_TYPE, MISSING],
    ['an empty root', '{"customer":{}}', JSON_TYPE, MISSING],
    ['a root that is no object', '{"customer":"a"}', JSON_TYPE, MISSING],
    ['a list', '[1]', JSON_TYPE, MISSING],
    ['nothing', '', JSON_TYPE, MISSING],
    [
      'JSON without its type',
      '{"customer":{"external_id":"a"}}',
      { 'content-type': 'text/plain' },
      MISSING,
    ],
  ])('%s is a 400 without a code', async (_, body, type, error) => {
    const answer = await openAccount().send('/api/v1/customers', {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer key', ...type },
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ status: 400, error });
  });
});

describe('every answer', () => {
  it('has an id, a new one or the client’s own without what Rails cuts', async () => {
    const account = openAccount();
    const own = await account.call('GET', '/taxes');
    expect(own.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    const headers = { authorization: 'Bearer key', 'x-request-id': `my.id-1/${'a'.repeat(300)}` };
    const sent = await account.send('/api/v1/taxes', { headers });
    expect(sent.headers.get('x-request-id')).toBe(`myid-1${'a'.repeat(249)}`);
  });

  it('has an id when it is a refusal', async () => {
    const answer = await openAccount({}, 'secret').call('GET', '/taxes');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('x-request-id')).toBeTruthy();
  });

  it('says that it is JSON in UTF-8', async () => {
    const { headers } = await openAccount().call('GET', '/taxes');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('has no body where only the head is asked for', async () => {
    const answer = await openAccount().call('HEAD', '/taxes');
    expect(answer).toMatchObject({ status: 200, text: '' });
  });
});
