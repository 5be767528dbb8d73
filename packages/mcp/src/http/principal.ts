import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Principal } from '../tools/tool-call.ts';

/** Under which name the principal's id is in `AuthInfo.extra`. */
const PRINCIPAL = 'billportPrincipal';

/** What a check of a token found out. */
export interface Caller {
  /** Who it is: the same for every token of one subject, and of nobody else. */
  readonly principal: string;
  readonly scopes: readonly string[];
  /** The OAuth client, where the token names it. */
  readonly clientId: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** The same for the protocol's server. The token is left out: nothing behind the door needs it. */
export function authInfoOf({ principal, scopes, clientId, expiresAt }: Caller): AuthInfo {
  return {
    token: '',
    clientId,
    scopes: [...scopes],
    expiresAt,
    extra: { [PRINCIPAL]: principal },
  };
}

/**
 * Who calls. Without authorization, over stdio or on this machine, it is `local` and may do all.
 * @throws Error for an `AuthInfo` that another door made: its caller is not known.
 */
export function principalOf(authInfo: AuthInfo | undefined): Principal {
  if (authInfo === undefined) return { id: 'local' };
  const id = authInfo.extra?.[PRINCIPAL];
  if (typeof id !== 'string') throw new Error('The authorization names no principal.');
  return { id, scopes: authInfo.scopes };
}
