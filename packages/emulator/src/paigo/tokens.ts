import { Hono } from 'hono';
import type { PaigoState } from './state.ts';

/** The audience that tokens are for: without a slash at the end (`facts/paigo.md §2`). */
export const AUDIENCE = 'https://qnonyh1pc7.execute-api.us-east-1.amazonaws.com';

/** Seconds that a token is good for. */
const LIFETIME_SECONDS = 86_400;

/** The pair that is let in. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Tokens that were given, with the moment each ends at. */
export class TokenBook {
  readonly #state: PaigoState;
  readonly #ends = new Map<string, number>();

  constructor(state: PaigoState) {
    this.#state = state;
  }

  /** A new token. */
  issue(): string {
    const token = `token-${this.#state.ids.next()}`;
    this.#ends.set(token, this.#state.clock.now() + LIFETIME_SECONDS * 1000);
    return token;
  }

  /** Whether the value of `Authorization` holds a token that is still good. */
  letsIn(authorization: string | undefined): boolean {
    const end = this.#ends.get(authorization?.replace(/^Bearer /, '') ?? '');
    return end !== undefined && this.#state.clock.now() < end;
  }

  /** Ends all tokens at once. */
  revokeAll(): void {
    this.#ends.clear();
  }
}

/** The route that gives tokens for a client's credentials; any pair when none is set. */
export function tokenRoutes(book: TokenBook, allowed: Credentials | undefined): Hono {
  const app = new Hono();
  app.post('/oauth/token', async (context) => {
    const sent = (await context.req.json().catch(() => ({}))) as Record<string, unknown>;
    const refuse = (status: 400 | 401 | 403, error: string, error_description: string) =>
      context.json({ error, error_description }, status);
    if (sent.grant_type !== 'client_credentials') {
      return refuse(403, 'unsupported_grant_type', 'Unsupported grant type.');
    }
    if (sent.audience !== AUDIENCE) {
      return refuse(403, 'access_denied', 'Service not found for this audience.');
    }
    const isKnown =
      typeof sent.client_id === 'string' &&
      typeof sent.client_secret === 'string' &&
      (allowed === undefined ||
        (sent.client_id === allowed.clientId && sent.client_secret === allowed.clientSecret));
    if (!isKnown) return refuse(401, 'access_denied', 'Unauthorized');
    return context.json({
      access_token: book.issue(),
      expires_in: LIFETIME_SECONDS,
      token_type: 'Bearer',
    });
  });
  return app;
}
