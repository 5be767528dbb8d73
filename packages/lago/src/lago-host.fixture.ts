import { manualClock } from '@billport/core';
import nock from 'nock';
import { createLago } from './provider.ts';
import type { LagoOptions } from './settings.ts';

const ADDRESS = 'http://lago.test';

/** Lago's adapter on the host that {@link lagoHost} answers for. */
export const lagoProvider = (options: LagoOptions = {}) =>
  createLago({
    url: ADDRESS,
    apiKey: 'key',
    environment: {},
    clock: manualClock('2026-01-15T12:00:00Z'),
    ...options,
  });

/** Answers in Lago's place: paths begin behind `/api/v1`. */
export const lagoHost = () => nock(`${ADDRESS}/api/v1`);

/** Answers in Lago's place outside of `/api/v1`. */
export const lagoRoot = () => nock(ADDRESS);

/** Headers of a failure that may be tried again at once. */
export const AT_ONCE = { 'retry-after': '0' };

/** The answer where rules on fields are broken (`facts/lago.md §a`). */
export const invalid = (error_details: unknown) => ({
  status: 422,
  error: 'Unprocessable Entity',
  code: 'validation_errors',
  error_details,
});

/** The answer to a code that is taken. */
export const TAKEN = invalid({ code: ['value_already_exist'] });

/** The answer where a thing is missing. */
export const missing = (resource: string) => ({
  status: 404,
  error: 'Not Found',
  code: `${resource}_not_found`,
});

/** One page that is all of a list. */
export const wholeList = (root: string, rows: readonly object[]) => ({
  [root]: rows,
  meta: {
    current_page: rows.length === 0 ? 0 : 1,
    next_page: null,
    prev_page: null,
    total_pages: rows.length === 0 ? 0 : 1,
    total_count: rows.length,
  },
});
