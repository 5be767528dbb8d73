export * from './base-url.ts';
export * from './credential.ts';
export * from './error-table.ts';
export * from './http-client.ts';
export * from './http-request.ts';
export * from './offset-page.ts';
export * from './request-path.ts';
export * from './wait-for.ts';
