import { path } from '@billport/adapter-kit';
import { manualClock } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from './connection.ts';
import { documentLink } from './document-link.ts';
import { lagoHost } from './plans/lago-objects.fixture.ts';

const lago = connect({
  rootUrl: 'http://lago.test',
  apiKey: 'key',
  premium: true,
  eventStore: undefined,
  usageConcurrency: 1,
  clock: manualClock('2026-01-15T12:00:00Z'),
  fetch: undefined,
  timeoutMs: undefined,
  maxAttempts: undefined,
});

const note = {
  resource: 'credit note',
  id: 'note-id',
  path: path`/credit_notes/${'note-id'}`,
  download: path`/credit_notes/${'note-id'}/download`,
  root: 'credit_note',
} as const;

const ask = () => lagoHost().post('/credit_notes/note-id/download').reply(200, '');
const read = (file_url: string | null) =>
  lagoHost().get('/credit_notes/note-id').reply(200, { credit_note: { file_url } });

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

describe('documentLink', () => {
  it('trap 1: says that it can be asked again when the document does not come in time', async () => {
    ask();
    read(null);
    await expect(documentLink(lago, note, undefined, 0)).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
  });

  it('trap 16: reads until it is printed', async () => {
    ask();
    read(null);
    read('https://files.example/note.pdf');
    const link = await documentLink(lago, note, undefined, 1_000);
    expect(link).toEqual({ url: 'https://files.example/note.pdf' });
  });

  it.each([
    ['the caller gives up', undefined, 'aborted'],
    ['the time for the call is over', new DOMException('over', 'TimeoutError'), 'timeout'],
  ])('stops to wait when %s', async (_, reason, code) => {
    const caller = new AbortController();
    ask();
    lagoHost()
      .get('/credit_notes/note-id')
      .reply(() => {
        setImmediate(() => caller.abort(reason));
        return [200, { credit_note: { file_url: null } }];
      });
    const link = documentLink(lago, note, { signal: caller.signal }, 600_000);
    await expect(link).rejects.toMatchObject({ code });
  });

  it('says what went wrong while it waits', async () => {
    ask();
    lagoHost().get('/credit_notes/note-id').reply(401, {});
    await expect(documentLink(lago, note, undefined, 1_000)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it('trap 25: takes what is no address for none, and does not show it', async () => {
    ask();
    read('secret');
    await expect(documentLink(lago, note, undefined, 0)).rejects.toSatisfy(
      (error: Error) => !`${error.stack}`.includes('secret'),
    );
  });
});
