import { describe, expect, it } from 'vitest';
import { authInfoOf, principalOf } from './principal.ts';

const CALLER = {
  principal: 'https://login.example.com ada',
  scopes: ['billing:read'],
  clientId: 'desk',
  expiresAt: 1,
};

describe('S5: who calls', () => {
  it('is told without the token', () => {
    expect(authInfoOf(CALLER)).toMatchObject({ token: '', clientId: 'desk' });
    expect(principalOf(authInfoOf(CALLER))).toEqual({
      id: CALLER.principal,
      scopes: ['billing:read'],
    });
  });

  it('is local and may do all where nobody is asked', () => {
    expect(principalOf(undefined)).toEqual({ id: 'local' });
  });

  it('is nobody where another door let them in', () => {
    expect(() => principalOf({ token: 'x', clientId: 'y', scopes: [] })).toThrow('principal');
  });
});
