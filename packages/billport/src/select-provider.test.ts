import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { billingFromEnv, selectProvider } from './select-provider.ts';

const CANARY = 'canary-7f3a';
const failureOf = async (work: () => unknown): Promise<Error> => {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('It was taken.');
};

describe('which provider it is', () => {
  it.each([
    [{}, 'embedded'],
    [{ BILLING_PROVIDER: ' ' }, 'embedded'],
    [{ BILLING_PROVIDER: 'lago' }, 'lago'],
    [{ BILLING_PROVIDER: ' paigo ' }, 'paigo'],
  ])('%j names %s', (environment, id) => {
    expect(selectProvider(environment).id).toBe(id);
  });

  it('P7: refuses a name that is none, and says what is allowed', async () => {
    const failure = await failureOf(() => selectProvider({ BILLING_PROVIDER: CANARY }));
    expect(failure).toMatchObject({
      code: 'configuration',
      details: { setting: 'BILLING_PROVIDER', allowed: ['embedded', 'lago', 'paigo'] },
      message: expect.stringMatching(/^BILLING_PROVIDER: .*embedded, lago, paigo.*module/),
    });
    expect(JSON.stringify(failure)).not.toContain(CANARY);
  });

  it('takes no property that every object has for a provider', async () => {
    const failure = await failureOf(() => selectProvider({ BILLING_PROVIDER: 'toString' }));
    expect(failure).toMatchObject({ code: 'configuration' });
  });
});

describe('whether real money is behind it', () => {
  it.each([
    [{}, 'test'],
    [{ EMBEDDED_FILE: ':memory:' }, 'test'],
    [{ EMBEDDED_FILE: 'billing.db' }, 'live'],
    [{ EMBEDDED_FILE: 'file:billing.db?mode=rwc' }, 'live'],
    [{ BILLING_PROVIDER: 'lago' }, 'live'],
    [{ BILLING_PROVIDER: 'lago', LAGO_API_URL: 'https://billing.example.com' }, 'live'],
    [{ BILLING_PROVIDER: 'lago', LAGO_API_URL: 'https://127.0.0.1.example.com' }, 'live'],
    [{ BILLING_PROVIDER: 'lago', LAGO_API_URL: 'not an address' }, 'live'],
    [{ BILLING_PROVIDER: 'lago', LAGO_API_URL: 'http://localhost:3000' }, 'unknown'],
    [{ BILLING_PROVIDER: 'lago', LAGO_API_URL: 'http://127.8.0.1:3000/api/v1' }, 'unknown'],
    [{ BILLING_PROVIDER: 'paigo', PAIGO_API_URL: 'http://[::1]:3000' }, 'unknown'],
    [{ BILLING_PROVIDER: 'paigo' }, 'live'],
  ])('%j is %s', (environment, expected) => {
    expect(selectProvider(environment).environment).toBe(expected);
  });
});

describe('what it can do', () => {
  it.each(['embedded', 'lago', 'paigo'])('P7: %s tells it without credentials', async (name) => {
    const choice = selectProvider({ BILLING_PROVIDER: name });
    const capabilities = await choice.capabilities();
    expect(capabilities['customers.upsert'].level).not.toBe('unsupported');
    expect((await choice.limits()).intervals).toContain('monthly');
  });

  it('follows the licence of Lago', async () => {
    const of = async (premium: string) => {
      const choice = selectProvider({ BILLING_PROVIDER: 'lago', LAGO_PREMIUM: premium });
      return (await choice.capabilities())['invoices.preview'].level;
    };
    expect(await of('')).toBe('native');
    expect(await of('true')).toBe('native');
    expect(await of('false')).toBe('unsupported');
  });

  it('refuses a licence that is neither there nor not', async () => {
    const failure = await failureOf(() =>
      selectProvider({ BILLING_PROVIDER: 'lago', LAGO_PREMIUM: CANARY }),
    );
    expect(failure).toMatchObject({
      code: 'configuration',
      details: { setting: 'LAGO_PREMIUM', allowed: ['true', 'false'] },
    });
    expect(failure.message).not.toContain(CANARY);
  });
});

describe('opening it', () => {
  it('bills in memory when nothing is said', async () => {
    const billing = await billingFromEnv({});
    onTestFinished(() => billing.close());
    await billing.customers.upsert({ customerKey: 'acme' });
    expect(await billing.customers.get({ customerKey: 'acme' })).toMatchObject({
      customerKey: 'acme',
    });
  });

  it('keeps a file where one is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'billport-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const environment = { EMBEDDED_FILE: join(folder, 'billing.db') };
    const first = await billingFromEnv(environment);
    await first.customers.upsert({ customerKey: 'acme' });
    await first.close();
    const second = await billingFromEnv(environment);
    onTestFinished(() => second.close());
    expect((await second.customers.get({ customerKey: 'acme' })).customerKey).toBe('acme');
  });

  it.each([
    ['in a folder that there is not', 'none/billing.db'],
    ['that is a folder', '.'],
  ])('P7: names the variable of a file %s before anything is opened', async (_, path) => {
    const folder = mkdtempSync(join(tmpdir(), 'billport-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const failure = await failureOf(() => selectProvider({ EMBEDDED_FILE: join(folder, path) }));
    expect(failure).toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/^EMBEDDED_FILE: The database file cannot be opened: it/),
      details: { setting: 'EMBEDDED_FILE' },
    });
    expect(failure.message).not.toContain(folder);
  });

  it('P7: names the variable of a file that is no database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'billport-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'billing.db');
    writeFileSync(file, 'no database, and longer than the header of one would have to be');
    const failure = await failureOf(() => billingFromEnv({ EMBEDDED_FILE: file }));
    expect(failure).toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/^EMBEDDED_FILE: /),
      details: { setting: 'EMBEDDED_FILE' },
      cause: { code: 'configuration' },
    });
  });

  it.each([
    ['lago', 'LAGO_API_KEY'],
    ['paigo', 'PAIGO_CLIENT_ID'],
  ])('names the credential of %s that is missing', async (name, variable) => {
    const failure = await failureOf(() => billingFromEnv({ BILLING_PROVIDER: name }));
    expect(failure).toMatchObject({ code: 'configuration', details: { setting: variable } });
    expect(failure.message).toContain(variable);
  });

  it('hands the account its variables, and tells them nobody', async () => {
    const billing = await billingFromEnv({
      BILLING_PROVIDER: 'lago',
      LAGO_API_KEY: CANARY,
      LAGO_PREMIUM: 'false',
    });
    onTestFinished(() => billing.close());
    expect(billing.supports('invoices.preview')).toBe(false);
    const failure = await failureOf(() =>
      billingFromEnv({
        BILLING_PROVIDER: 'lago',
        LAGO_API_KEY: CANARY,
        LAGO_API_URL: `https://user:${CANARY}@billing.example.com`,
      }),
    );
    expect(failure).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('LAGO_API_URL'),
    });
    expect(`${failure.stack}${JSON.stringify(failure)}`).not.toContain(CANARY);
  });
});
