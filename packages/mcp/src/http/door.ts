import type { Clock } from '@billport/core';
import {
  type AuthInfo,
  bearerAuthChallengeResponse,
  OAuthError,
  OAuthErrorCode,
  type OAuthTokenVerifier,
  verifyBearerToken,
} from '@modelcontextprotocol/server';
import type { Scope } from '../tools/tool.ts';
import { accessTokenVerifier } from './access-token.ts';
import type { Authorization } from './http-settings.ts';
import { issuerKeys, KeysUnavailable } from './issuer-keys.ts';
import { rpcError, SERVER_ERROR } from './rpc-error.ts';
import { staticTokenVerifier } from './static-token.ts';

/** Who stands before the server, or the answer that sends them away. */
export interface Door {
  /** Undefined where nobody needs to say who they are. */
  admit(request: Request): Promise<AuthInfo | Response | undefined>;
  /** The answer to somebody known who lacks scopes: it names these alone (step-up). */
  needs(scopes: readonly Scope[]): Response;
}

function verifierOf(
  authorization: Exclude<Authorization, { kind: 'none' }>,
  clock: Clock,
): OAuthTokenVerifier {
  if (authorization.kind === 'token') {
    return staticTokenVerifier(authorization.token, authorization.scopes);
  }
  const { issuer, jwksUrl } = authorization;
  return accessTokenVerifier(authorization, issuerKeys(issuer, jwksUrl), clock);
}

function comeBack(): Response {
  const error = new OAuthError(
    OAuthErrorCode.TemporarilyUnavailable,
    'The keys of the authorization server cannot be read now',
  );
  return Response.json(error.toResponseObject(), { status: 503, headers: { 'Retry-After': '5' } });
}

/** What a client asks for first: more is asked for when a call needs it. */
const FIRST_SCOPE: Scope = 'billing:read';

/**
 * The answer to a request that brings no credentials: it tells how to get some, and no error code,
 * for nothing was wrong with any (RFC 6750 §3.1).
 */
function askForToken(kind: 'token' | 'oauth', resourceMetadataUrl: string | undefined): Response {
  const parameters = [
    ...(kind === 'oauth' ? [`scope="${FIRST_SCOPE}"`] : []),
    ...(resourceMetadataUrl === undefined ? [] : [`resource_metadata="${resourceMetadataUrl}"`]),
  ];
  return rpcError(401, SERVER_ERROR, 'The request has no Authorization header: send a token.', {
    'WWW-Authenticate': ['Bearer', parameters.join(', ')].filter((part) => part !== '').join(' '),
  });
}

/**
 * The door of one server.
 * @param options.resourceMetadataUrl Where clients learn who gives tokens (RFC 9728); OAuth only.
 */
export function doorOf(
  authorization: Authorization,
  { clock, resourceMetadataUrl }: { clock: Clock; resourceMetadataUrl: string | undefined },
): Door {
  const shown = resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl };
  const needs = (scopes: readonly Scope[]): Response =>
    bearerAuthChallengeResponse(
      new OAuthError(OAuthErrorCode.InsufficientScope, `This needs ${scopes.join(' and ')}`),
      { ...shown, requiredScopes: [...scopes] },
    );
  if (authorization.kind === 'none') return { needs, admit: async () => undefined };

  const verifier = verifierOf(authorization, clock);
  const { kind } = authorization;
  const firstScopes = kind === 'oauth' ? { requiredScopes: [FIRST_SCOPE] } : {};
  return {
    needs,
    async admit(request) {
      const header = request.headers.get('authorization');
      if (header === null) return askForToken(kind, resourceMetadataUrl);
      try {
        return await verifyBearerToken(header, {
          verifier,
          ...shown,
        });
      } catch (error) {
        if (error instanceof KeysUnavailable) return comeBack();
        return bearerAuthChallengeResponse(error, { ...shown, ...firstScopes });
      }
    },
  };
}
