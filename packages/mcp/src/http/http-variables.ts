/** The variables of serving over HTTP, and what each is, in the order in which help lists them. */
export const HTTP_VARIABLES = {
  BILLING_MCP_HTTP_HOST: 'address to listen at (127.0.0.1); --host goes before it',
  BILLING_MCP_HTTP_PORT: 'port (3000), 0 for a free one; --port goes before it',
  BILLING_MCP_HTTP_PUBLIC_URL: 'the endpoint as clients write it; /mcp is added to a bare host',
  BILLING_MCP_HTTP_ALLOWED_HOSTS: 'further names that Host may have, without ports; others get 403',
  BILLING_MCP_HTTP_ALLOWED_ORIGINS: 'host names of pages that may call from a browser (CORS)',
  BILLING_MCP_HTTP_TOKEN: 'the one token that lets callers in, 32 characters or more',
  BILLING_MCP_HTTP_TOKEN_SCOPES: 'what it allows: billing:read,billing:write,billing:money (all)',
  BILLING_MCP_OAUTH_ISSUER: 'the issuer of tokens, as they name it; https',
  BILLING_MCP_OAUTH_AUDIENCE: 'the aud of tokens; the public URL when absent',
  BILLING_MCP_OAUTH_JWKS_URL: 'where the keys of the issuer are; its metadata says so when absent',
  BILLING_MCP_OAUTH_ALGORITHMS:
    'signatures that are taken: ES256,RS256; all with pairs of keys when absent',
  BILLING_MCP_HTTP_MAX_BODY_BYTES: 'largest body (1048576); above it 413',
  BILLING_MCP_HTTP_REQUEST_TIMEOUT_MS: 'most time for a request to arrive (10000); then 408',
  BILLING_MCP_HTTP_MAX_DEPTH: 'most objects and lists inside each other (32); above it 400',
  BILLING_MCP_HTTP_MAX_BATCH: 'most messages in one body (20); above it 400',
  BILLING_MCP_HTTP_MAX_CONCURRENT: 'most requests at a time (100); above it 503',
  BILLING_MCP_HTTP_DRAIN_TIMEOUT_MS: 'most time for requests under way when it is stopped (8000)',
} as const;
