import nock from 'nock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AT_ONCE, lagoProvider, lagoRoot } from './lago-host.fixture.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

it('asks outside of /api/v1, and tells the version', async () => {
  lagoRoot().get('/health').reply(200, { version: 'v1.51.0', github_url: 'x', message: 'Success' });
  expect(await lagoProvider().health.check()).toEqual({ ok: true, version: 'v1.51.0' });
});

it('takes a Lago without a version for one', async () => {
  lagoRoot().get('/health').reply(200, { version: '', message: 'Success' });
  expect(await lagoProvider().health.check()).toEqual({ ok: true });
});

it('says that a Lago cannot be used which answers with an error', async () => {
  lagoRoot().get('/health').times(2).reply(500, { message: 'Unhealthy' }, AT_ONCE);
  expect(await lagoProvider({ maxAttempts: 2 }).health.check()).toEqual({ ok: false });
});

it.each([[{ hello: 'world' }], ['text'], [[]]])(
  'takes something else for no Lago: %j',
  async (body) => {
    lagoRoot().get('/health').reply(200, JSON.stringify(body));
    await expect(lagoProvider().health.check()).rejects.toMatchObject({
      code: 'malformed_response',
    });
  },
);

it('rejects when nobody answers', async () => {
  await expect(lagoProvider({ maxAttempts: 1 }).health.check()).rejects.toMatchObject({
    code: 'network',
  });
});
