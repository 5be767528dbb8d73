import { describe, expect, it } from 'vitest';
import { readRequestId } from './request-id.ts';

const AUTHORIZATION = 'Bearer token-4242';

describe('the id of a request', () => {
  it.each([
    'r1',
    'b7ad6b7169203331',
    '4bf92f35-77b3-4da6-a3ce-929d0e0e4736',
    'Self=1-67891239;Root=1-67891233-abcdef012345678912345678',
    'JKJaXFPIDoEFqg==',
    'host.test:8080',
  ])('is %s', (id) => {
    expect(readRequestId(id, AUTHORIZATION)).toBe(id);
  });

  it.each([null, '', 'two words', '<b>', '{"a":1}', 'https://pay.test/x', 'ä', 'a'.repeat(101)])(
    'is not %j',
    (header) => {
      expect(readRequestId(header, AUTHORIZATION)).toBeUndefined();
    },
  );

  it.each(['token-4242', 'id-token-4242-1'])('is not what repeats the credential: %s', (header) => {
    expect(readRequestId(header, AUTHORIZATION)).toBeUndefined();
  });

  it('is read where nothing was sent that could be a credential', () => {
    expect(readRequestId('r1', '')).toBe('r1');
  });
});
