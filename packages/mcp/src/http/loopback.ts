import { isIPv4 } from 'node:net';

/**
 * Whether an address or a name of a host means this machine alone. What it does not know is not
 * this machine, so that a doubtful name needs authorization.
 */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host === '::1' ||
    host === '[::1]' ||
    (isIPv4(host) && host.startsWith('127.'))
  );
}

/** Whether an address stands for all addresses of the machine. */
export function isEveryAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '[::]';
}

/** An address as URLs and `Host` headers write it: version 6 in brackets. */
export function hostInUrl(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
