import { describe, expect, it } from 'vitest';
import { openAccount } from '../open-account.fixture.ts';
import { bucketOf } from './rate-limits.ts';

describe('trap 21: the bucket of a request', () => {
  it.each([
    ['POST', '/api/v1/events', 'events'],
    ['POST', '/api/v1/events/batch', 'events'],
    ['GET', '/api/v1/events', 'others'],
    ['POST', '/api/v1/events/estimate_fees', 'others'],
    ['GET', '/api/v1/customers/acme/current_usage', 'usage'],
    ['GET', '/api/v1/customers/acme', 'others'],
  ])('%s %s counts in %3$s', (method, path, bucket) => {
    expect(bucketOf(method, path)).toBe(bucket);
  });
});

describe('trap 21: rate limits', () => {
  it('are not there on a server of one’s own', async () => {
    const account = openAccount();
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => account.call('GET', '/taxes')),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(answers[0]?.headers.get('x-ratelimit-limit')).toBeNull();
  });

  it('let 50 requests of a second in, tell seconds, and let in again after that', async () => {
    const account = openAccount({ rateLimits: true });
    for (let sent = 0; sent < 49; sent++) await account.call('GET', '/taxes');
    const last = await account.call('GET', '/taxes');
    expect(last.status).toBe(200);
    expect(last.headers.get('x-ratelimit-limit')).toBe('50');
    expect(last.headers.get('x-ratelimit-remaining')).toBe('0');
    const refused = await account.call('GET', '/taxes');
    expect(refused).toMatchObject({ status: 429, text: '' });
    expect(refused.headers.get('x-ratelimit-reset')).toBe('1');
    account.clock.moveTo(account.clock.now() + 1000);
    expect((await account.call('GET', '/taxes')).status).toBe(200);
  });

  it('count usage apart from the others', async () => {
    const account = openAccount({ rateLimits: true });
    for (let sent = 0; sent < 51; sent++) await account.call('GET', '/taxes');
    const usage = await account.call('GET', '/customers/acme/current_usage');
    expect(usage.status).not.toBe(429);
    expect(usage.headers.get('x-ratelimit-limit')).toBe('200');
  });
});
