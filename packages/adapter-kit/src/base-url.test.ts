import { BillingError } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { parseBaseUrl } from './base-url.ts';

function refusal(text: string): BillingError {
  try {
    parseBaseUrl(text, 'url');
  } catch (error) {
    if (BillingError.is(error)) return error;
  }
  throw new Error('It was not refused.');
}

describe('parseBaseUrl', () => {
  it.each([
    ['https://api.example.com', 'https://api.example.com'],
    ['https://api.example.com/', 'https://api.example.com'],
    ['https://api.example.com/v1///', 'https://api.example.com/v1'],
    ['HTTPS://API.Example.com:443/V1', 'https://api.example.com/V1'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://[::1]:3000/', 'http://[::1]:3000'],
  ])('takes %s for %s', (text, expected) => {
    expect(parseBaseUrl(text, 'url')).toBe(expected);
  });

  it.each([
    ['', 'Write a whole address'],
    ['api.example.com', 'Write a whole address'],
    ['//api.example.com', 'Write a whole address'],
    ['localhost:3000', 'Begin with https://'],
    ['ftp://api.example.com', 'Begin with https://'],
    ['https://', 'Write a whole address'],
    ['https://canary-user@api.example.com', 'Leave user name and password out'],
    ['https://u:canary-password@api.example.com', 'Leave user name and password out'],
    ['https://api.example.com?key=canary', 'Leave out what follows'],
    ['https://api.example.com/#canary', 'Leave out what follows'],
    ['https://api.exam\nple.com', 'without blanks'],
    [' https://api.example.com', 'without blanks'],
    ['https:\\\\api.example.com', 'without blanks and backslashes'],
  ])('refuses %j, and says how to write it', (text, words) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: 'configuration', details: { setting: 'url' } });
    expect(error.message).toMatch(/^url: /);
    expect(error.message).toContain(words);
  });

  it.each([
    'https://canary-user@api.test',
    'https://u:canary@api.test',
    'https://a.test?key=canary',
    'canary.test',
    'canary://a',
    'https://a b/canary',
  ])('repeats nothing of an address that may hold a password: %s', (text) => {
    const error = refusal(text);
    expect(`${error.message}${JSON.stringify(error)}${error.stack}`).not.toContain('canary');
  });
});
