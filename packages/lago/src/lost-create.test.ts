import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { AT_ONCE, lagoHost, lagoProvider, TAKEN } from './lago-host.fixture.ts';

afterEach(() => {
  nock.cleanAll();
});

describe('a create under a code', () => {
  it('trap 3: does not take a code for refused that its own lost attempt may have taken', async () => {
    lagoHost().post('/taxes').reply(502, '', AT_ONCE);
    lagoHost().post('/taxes').reply(422, TAKEN);
    lagoHost().get('/taxes/vat').reply(200, '<html></html>', { 'content-type': 'text/html' });
    await expect(lagoProvider().taxes.create({ code: 'vat', rate: '20' })).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { lookup: expect.stringMatching(/^taxes\.get\(/) },
      operation: 'taxes.create',
    });
    expect(nock.isDone()).toBe(true);
  });
});
