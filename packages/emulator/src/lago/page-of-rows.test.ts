import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { isFields } from '../machinery/json-fields.ts';
import { openAccount } from './open-account.fixture.ts';
import { pageOfRows } from './page-of-rows.ts';

/** Pages of a list whose length can be changed, under `/`. */
function listOf(length: number) {
  const { state } = openAccount();
  const list = { length };
  const app = new Hono();
  app.get('/', (context) => {
    const rows = Array.from({ length: list.length }, (_, index) => index);
    return context.json(pageOfRows(context, rows, { state, list: 'invoices' }));
  });
  const page = async (query: string) => {
    const answer: unknown = await (await app.request(`/?${query}`)).json();
    if (!isFields(answer)) throw new Error('No page was answered.');
    return answer;
  };
  return { state, list, page };
}

describe('trap 15: the count of invoices and fees', () => {
  it('is kept for half an hour for each set of filters', async () => {
    const { state, list, page } = listOf(5);
    expect(await page('per_page=2')).toMatchObject({ meta: { total_count: 5, total_pages: 3 } });
    list.length = 8;
    expect(await page('per_page=2')).toMatchObject({ meta: { total_count: 5 } });
    expect(await page('per_page=2&status=draft')).toMatchObject({ meta: { total_count: 8 } });
    await state.advanceTo('2026-01-15T12:30:00Z');
    expect(await page('per_page=2')).toMatchObject({ meta: { total_count: 8 } });
  });

  it('is taken again on what was the last page', async () => {
    const { list, page } = listOf(4);
    await page('per_page=2');
    list.length = 5;
    expect(await page('per_page=2&page=2')).toMatchObject({
      rows: [2, 3],
      meta: { total_count: 5, next_page: 3 },
    });
  });
});

describe('trap 15: pages', () => {
  it('of nothing are page 0', async () => {
    const { body } = await openAccount().call('GET', '/taxes');
    expect(body.meta).toEqual({
      current_page: 0,
      next_page: null,
      prev_page: null,
      total_pages: 0,
      total_count: 0,
    });
  });

  it('past the end are empty', async () => {
    const { page } = listOf(3);
    expect(await page('per_page=2&page=9')).toMatchObject({
      rows: [],
      meta: { current_page: 9, next_page: null },
    });
  });

  it('of no rows are a failure of the server', async () => {
    const account = openAccount();
    const answer = await account.call('GET', '/taxes?per_page=0');
    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({ status: 500, error: 'Internal Server Error' });
    expect(account.state.jobErrors).toEqual([]);
  });

  it('hold 100 rows unless they are told otherwise', async () => {
    const { page } = listOf(250);
    const { rows, meta } = await page('');
    expect(rows).toHaveLength(100);
    expect(meta).toMatchObject({ current_page: 1, next_page: 2, prev_page: null, total_pages: 3 });
    expect((await page('per_page=5000')).rows).toHaveLength(250);
  });
});
