import { describe, expect, it } from 'vitest';
import type { Fields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields } from '../open-account.fixture.ts';

const HERE = { webhook_url: 'https://hooks.test/a' };

const create = (account: Account, webhook_endpoint: Fields) =>
  account.one('POST', '/webhook_endpoints', { webhook_endpoint });

const tryToCreate = (account: Account, webhook_endpoint: Fields) =>
  account.call('POST', '/webhook_endpoints', { webhook_endpoint });

describe('webhook endpoints', () => {
  it('are signed by JWT and get everything unless they say otherwise', async () => {
    const account = openAccount();
    const made = await create(account, HERE);
    expect(made).toMatchObject({
      ...HERE,
      signature_algo: 'jwt',
      name: null,
      event_types: null,
      lago_organization_id: account.state.organizationId,
    });
    expect(await account.one('GET', `/webhook_endpoints/${made.lago_id}`)).toEqual(made);
  });

  it.each([
    [{}, 400, undefined],
    [{ name: 'x' }, 422, { webhook_url: ['value_is_mandatory'] }],
    [{ webhook_url: 'hooks.test/a' }, 422, { webhook_url: ['url_is_invalid'] }],
    [{ webhook_url: 'ftp://hooks.test/a' }, 422, { webhook_url: ['url_is_invalid'] }],
    [{ ...HERE, signature_algo: 'none' }, 422, { signature_algo: ['value_is_invalid'] }],
    [{ ...HERE, event_types: ['alerts.triggered'] }, 422, { event_types: ['value_is_invalid'] }],
    [
      { ...HERE, event_types: ['credit_note.refund_failure'] },
      422,
      { event_types: ['value_is_invalid'] },
    ],
  ])('are refused: %j', async (fields, status, codes) => {
    const answer = await tryToCreate(openAccount(), fields);
    expect(answer.status).toBe(status);
    expect(refusedFields(answer)).toEqual(codes);
  });

  it('have an address of their own', async () => {
    const account = openAccount();
    await create(account, HERE);
    expect(refusedFields(await tryToCreate(account, HERE))).toEqual({
      webhook_url: ['value_already_exist'],
    });
  });

  it('are ten at most; the tenth can still be changed', async () => {
    const account = openAccount();
    const made: Fields[] = [];
    for (let number = 0; number < 10; number++) {
      made.push(await create(account, { webhook_url: `https://hooks.test/${number}` }));
    }
    expect(refusedFields(await tryToCreate(account, HERE))).toEqual({ base: ['exceeded_limit'] });
    const path = `/webhook_endpoints/${made[9]?.lago_id}`;
    expect(await account.one('PUT', path, { webhook_endpoint: HERE })).toMatchObject(HERE);
  });

  it('are changed field by field, and listed newest first', async () => {
    const account = openAccount();
    const { lago_id } = await create(account, { ...HERE, name: 'a', event_types: ['fee.created'] });
    await create(account, { webhook_url: 'https://hooks.test/b' });
    await account.one('PUT', `/webhook_endpoints/${lago_id}`, {
      webhook_endpoint: { signature_algo: 'hmac', event_types: null },
    });
    const { body } = await account.call('GET', '/webhook_endpoints');
    expect(body.webhook_endpoints).toMatchObject([
      { webhook_url: 'https://hooks.test/b' },
      { ...HERE, name: 'a', signature_algo: 'hmac', event_types: null },
    ]);
  });

  it('are gone once they are deleted', async () => {
    const account = openAccount();
    const path = `/webhook_endpoints/${(await create(account, HERE)).lago_id}`;
    await account.one('DELETE', path);
    expect(await account.call('DELETE', path)).toMatchObject({
      status: 404,
      body: { code: 'webhook_endpoint_not_found' },
    });
  });
});

describe('the public key', () => {
  it('trap 20: is base64 of a PEM with a line break after every 60th sign', async () => {
    const account = openAccount();
    const { public_key: key } = await account.one('GET', '/webhooks/json_public_key');
    const lines = String(key).split('\n');
    expect(lines.at(-1)).toBe('');
    expect(lines.slice(0, -2).every((line) => line.length === 60)).toBe(true);
    expect(Buffer.from(String(key), 'base64').toString()).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    expect((await account.call('GET', '/webhooks/public_key')).text).toBe(key);
  });

  it('is not told without an API key', async () => {
    const answer = await openAccount({}, 'secret').send('/api/v1/webhooks/public_key');
    expect(answer.status).toBe(401);
  });
});
