import { type Context, Hono } from 'hono';
import { type Fields, isFields } from '../machinery/json-fields.ts';
import type { PaigoState } from './state.ts';

/** The audience that tokens are for: without a slash at the end (`facts/paigo.md §2`). */
export const AUDIENCE = 'https://qnonyh1pc7.execute-api.us-east-1.amazonaws.com';

/** Seconds that a token is good for. */
const LIFETIME_SECONDS = 86_400;

/** Who is let in: any id, and any secret, where none is set. */
export interface Credentials {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
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
    const [, token = ''] = /^Bearer (\S+)$/.exec(authorization ?? '') ?? [];
    const end = this.#ends.get(token);
    return end !== undefined && this.#state.clock.now() < end;
  }

  /** Ends all tokens at once. */
  revokeAll(): void {
    this.#ends.clear();
  }
}

/** Whether a text was sent, and the right one where there is one. */
const isRight = (sent: unknown, right: string | undefined) =>
  typeof sent === 'string' && sent !== '' && (right === undefined || sent === right);

/** The fields that were sent as JSON; none for any other body (`facts/paigo.md §2`). */
async function fieldsOf(context: Context): Promise<Fields> {
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) return {};
  const value: unknown = await context.req.json().catch(() => undefined);
  return isFields(value) ? value : {};
}

/** The route that gives tokens for a client's credentials. */
export function tokenRoutes(book: TokenBook, allowed: Credentials): Hono {
  const app = new Hono();
  app.post('/oauth/token', async (context) => {
    const sent = await fieldsOf(context);
    const refuse = (status: 400 | 401 | 403, error: string, error_description: string) =>
      context.json({ error, error_description }, status);
    if (sent.grant_type !== 'client_credentials') {
      return refuse(403, 'unsupported_grant_type', 'Unsupported grant type.');
    }
    if (sent.audience !== AUDIENCE) {
      return refuse(403, 'access_denied', 'Service not found for this audience.');
    }
    const isKnown =
      isRight(sent.client_id, allowed.clientId) &&
      isRight(sent.client_secret, allowed.clientSecret);
    if (!isKnown) return refuse(401, 'access_denied', 'Unauthorized');
    return context.json({
      access_token: book.issue(),
      expires_in: LIFETIME_SECONDS,
      token_type: 'Bearer',
    });
  });
  return app;
}
