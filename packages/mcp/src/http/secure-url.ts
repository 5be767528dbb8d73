import { given, wrongSetting } from '../configuration/given.ts';
import type { Environment } from './http-settings.ts';
import { isLoopback } from './loopback.ts';

/** Whether what is sent there can be read by nobody on the way: HTTPS, or this machine. */
export function isSecureUrl({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/**
 * The URL that a variable holds: https, or http on this machine; without a user, query or fragment.
 * @throws BillingError `configuration` for any other value.
 */
export function readSecureUrl(environment: Environment, name: string): URL | undefined {
  const text = given(name, environment[name])?.text;
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  const isPlain = url !== null && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (url !== null && isPlain && isSecureUrl(url)) return url;
  throw wrongSetting(
    name,
    'Write an https URL without user, query or fragment; http only for this machine (localhost, 127.0.0.1).',
    ['https://…', 'http://localhost…', 'http://127.0.0.1…'],
  );
}
