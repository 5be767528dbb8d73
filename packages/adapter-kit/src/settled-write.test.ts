import { BillingError } from '@billport/core';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from './http-request.ts';
import { path } from './request-path.ts';
import { afterWrite, writeOnce } from './settled-write.ts';

const lookup = 'things.get({ id: "1" }): look for it.';
const malformed = new BillingError('malformed_response', {
  message: 'No thing.',
  status: 200,
  requestId: 'request-1',
});

describe('afterWrite', () => {
  it('brings what is read', async () => {
    expect(await afterWrite(lookup, () => 'thing')).toBe('thing');
  });

  it('says that the outcome is unknown when reading fails, with the look-up and the reason', async () => {
    const read = afterWrite(lookup, () => Promise.reject(malformed));
    await expect(read).rejects.toMatchObject({
      code: 'outcome_unknown',
      message: expect.stringContaining('No thing.'),
      details: { lookup },
      status: 200,
      requestId: 'request-1',
      retryable: false,
      cause: malformed,
    });
  });

  const mistake = new TypeError('not a function');

  it.each([
    ['in turn', () => Promise.reject(mistake)],
    [
      'at once',
      () => {
        throw mistake;
      },
    ],
  ])(
    'says the same of mistakes of a program, which come %s: the write has landed',
    async (_, read) => {
      await expect(afterWrite(lookup, read)).rejects.toMatchObject({
        code: 'outcome_unknown',
        message: expect.stringContaining('not a function'),
        details: { lookup },
        cause: mistake,
      });
    },
  );
});

describe('writeOnce', () => {
  const request = { method: 'POST', path: path`/things`, lookup } as const;

  it('sends without repeats, in the context of the call, and reads the reply', async () => {
    const sent: unknown[] = [];
    const sender = {
      send: async (each: Omit<HttpRequest, 'signal'>, context: string) => {
        sent.push(each, context);
        return { id: 1 };
      },
    };
    expect(await writeOnce(sender, request, (body) => ({ body }), 'context')).toEqual({
      body: { id: 1 },
    });
    expect(sent).toEqual([{ ...request, repeat: 'never' }, 'context']);
  });

  it('takes a refusal for one: nothing has landed', async () => {
    const refused = new BillingError('rejected', { message: 'No.' });
    const sender = { send: () => Promise.reject(refused) };
    await expect(writeOnce(sender, request, () => 'read', undefined)).rejects.toBe(refused);
  });
});
