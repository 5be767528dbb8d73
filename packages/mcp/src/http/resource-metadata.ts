import {
  getOAuthProtectedResourceMetadataUrl,
  type OAuthProtectedResourceMetadata,
} from '@modelcontextprotocol/server';
import { SCOPES } from '../tools/tool.ts';
import type { Authorization } from './http-settings.ts';

/** What tells clients who gives tokens for this server (RFC 9728), and where it is. */
export interface ResourceMetadata {
  readonly url: URL;
  readonly document: OAuthProtectedResourceMetadata;
}

/**
 * The metadata of this server as a protected resource; undefined where tokens are no matter of
 * OAuth. It needs no word from the authorization server.
 */
export function resourceMetadataOf(authorization: Authorization): ResourceMetadata | undefined {
  if (authorization.kind !== 'oauth') return undefined;
  const { resource, issuer } = authorization;
  return {
    url: new URL(getOAuthProtectedResourceMetadataUrl(resource)),
    document: {
      resource: resource.href,
      authorization_servers: [issuer],
      scopes_supported: [...SCOPES],
      bearer_methods_supported: ['header'],
      resource_name: 'Billport',
    },
  };
}
