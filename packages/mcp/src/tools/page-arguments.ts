import { pageRequest } from '@billport/core';

/** Items of a page when nothing else is asked for: such an answer stays below 2,000 tokens. */
export const PAGE_SIZE = 20;

/** What every list takes: the contract's, with a smaller page. */
export const pageArguments = () => ({
  limit: pageRequest().limit.unwrap().default(PAGE_SIZE),
  cursor: pageRequest().cursor.unwrap().optional(),
});
