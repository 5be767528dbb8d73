import { BillingError } from '@billport/core';

function refuse(setting: string, problem: string): never {
  throw new BillingError('configuration', {
    message: `${setting}: ${problem}`,
    details: { setting },
  });
}

/**
 * The address without the slashes at its end. The value itself is in no message: it may hold a
 * password.
 * @throws BillingError `configuration` for anything but http or https, and for user names,
 *   passwords, queries and fragments in it.
 */
export function parseBaseUrl(text: string, setting: string): string {
  // The parser would leave these out, or turn them round, without a word.
  if (/[\s\\]/.test(text)) refuse(setting, 'Write the address without blanks and backslashes.');
  const url = URL.canParse(text)
    ? new URL(text)
    : refuse(setting, 'Write a whole address, such as https://api.example.com.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    refuse(setting, 'Begin with https:// (or http:// on your own network).');
  }
  if (url.username !== '' || url.password !== '') {
    refuse(
      setting,
      'Leave user name and password out of the address: credentials have settings of their own.',
    );
  }
  if (url.search !== '' || url.hash !== '') refuse(setting, 'Leave out what follows ? or #.');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
