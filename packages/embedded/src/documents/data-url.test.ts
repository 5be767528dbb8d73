import { expect, it } from 'vitest';
import { dataUrl } from './data-url.ts';

it('makes an address that a browser reads as the same page', async () => {
  const page = '<!doctype html><p>Zürich, 東京 & 100 % #1</p>';
  const answer = await fetch(dataUrl(page));
  expect(answer.headers.get('content-type')).toBe('text/html;charset=utf-8');
  expect(await answer.text()).toBe(page);
});
