import { describe, expect, it } from 'vitest';
import { connectionFailure } from './attempt-failure.ts';

/** As fetch rejects: the reason is below, one error for each address of the host. */
function fetchFailed(code: string, more: object = {}) {
  const inner = Object.assign(new Error(code), { code, ...more });
  return new TypeError('fetch failed', { cause: inner });
}

describe('connectionFailure (facts/usage-delivery.md §3.5)', () => {
  it.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
  ])('knows that nothing was sent after %s (F41)', (code) => {
    expect(connectionFailure(fetchFailed(code))).toEqual({
      kind: 'connection',
      unsent: true,
      code,
    });
  });

  it.each([
    'ECONNRESET',
    'EPIPE',
    'UND_ERR_SOCKET',
    'HPE_INVALID_CONSTANT',
    'ERR_SSL_BAD_RECORD_MAC',
  ])('leaves open what happened after %s', (code) => {
    expect(connectionFailure(fetchFailed(code))).toEqual({
      kind: 'connection',
      unsent: false,
      code,
    });
  });

  it('tells a wait for the connection from a wait for the answer', () => {
    const connecting = fetchFailed('ETIMEDOUT', { syscall: 'connect' });
    const reading = fetchFailed('ETIMEDOUT', { syscall: 'read' });
    expect(connectionFailure(connecting).unsent).toBe(true);
    expect(connectionFailure(reading).unsent).toBe(false);
  });

  it.each([
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'HOSTNAME_MISMATCH',
  ])('knows a certificate that is not accepted: %s (F19)', (code) => {
    expect(connectionFailure(fetchFailed(code))).toEqual({
      kind: 'certificate',
      unsent: true,
      code,
    });
  });

  it('tells a handshake that speaks no TLS from a protocol that broke later', () => {
    const shaking = connectionFailure(fetchFailed('EPROTO', { syscall: 'connect' }));
    expect(shaking).toEqual({ kind: 'certificate', unsent: true, code: 'EPROTO' });
    expect(connectionFailure(fetchFailed('EPROTO', { syscall: 'write' })).unsent).toBe(false);
  });

  it('looks into what was tried for each address of a host', () => {
    const each = ['ENETUNREACH', 'ECONNREFUSED'].map((code) =>
      Object.assign(new Error(code), { code, syscall: 'connect' }),
    );
    const error = new TypeError('fetch failed', { cause: new AggregateError(each) });
    expect(connectionFailure(error)).toMatchObject({ unsent: true, code: 'ENETUNREACH' });
  });

  it('knows that nothing was sent to a port that fetch does not call', async () => {
    const thrown: unknown = await fetch('http://127.0.0.1:1/').catch((error: unknown) => error);
    expect(connectionFailure(thrown)).toEqual({
      kind: 'connection',
      unsent: true,
      code: 'bad port',
    });
  });

  it('leaves open what an error without a code means, or what is no error', () => {
    const open = { kind: 'connection', unsent: false, code: undefined };
    for (const thrown of [
      new TypeError('fetch failed'),
      'text',
      undefined,
      { code: 'ENOTFOUND' },
    ]) {
      expect(connectionFailure(thrown)).toEqual(open);
    }
  });
});
