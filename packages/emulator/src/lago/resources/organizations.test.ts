import { describe, expect, it } from 'vitest';
import { openAccount, refusedFields } from '../open-account.fixture.ts';

describe('the organization', () => {
  it('tells where events are kept, its taxes and endpoints, and not its HMAC key', async () => {
    const account = openAccount({ eventStore: 'clickhouse' });
    for (const [code, applied_to_organization] of [
      ['vat', true],
      ['other', false],
    ] as const) {
      await account.one('POST', '/taxes', {
        tax: { name: code, code, rate: 20, applied_to_organization },
      });
    }
    await account.one('POST', '/webhook_endpoints', {
      webhook_endpoint: { webhook_url: 'https://hooks.test/a' },
    });
    const organization = await account.one('GET', '/organizations');
    expect(organization).toMatchObject({
      lago_id: account.state.organizationId,
      events_store: 'clickhouse',
      default_currency: 'USD',
      taxes: [{ code: 'vat' }],
      webhook_urls: ['https://hooks.test/a'],
      created_at: '2026-01-15T12:00:00Z',
    });
    expect(JSON.stringify(organization)).not.toContain(account.state.webhooks.signer.hmacKey);
  });

  it('can be described anew', async () => {
    const account = openAccount();
    const organization = { legal_name: 'Acme SAS', default_currency: 'EUR', city: null };
    expect(await account.one('PUT', '/organizations', { organization })).toMatchObject(
      organization,
    );
    const answer = await account.call('PUT', '/organizations', {
      organization: { default_currency: 'EURO' },
    });
    expect(refusedFields(answer)).toEqual({ default_currency: ['value_is_invalid'] });
  });

  it('does not pretend to bill in another way', async () => {
    const answer = await openAccount().call('PUT', '/organizations', {
      organization: { timezone: 'Europe/Paris' },
    });
    expect(answer).toMatchObject({ status: 501, body: { code: 'not_emulated' } });
  });
});
