import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html.ts';

describe('html', () => {
  it('escapes text, and leaves markup and lists of markup as they are', () => {
    const items = ['<a>', '&'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul title="${'"\''}">${items}</ul>${undefined}${3}`.markup).toBe(
      '<ul title="&quot;&#39;"><li>&lt;a&gt;</li><li>&amp;</li></ul>3',
    );
  });

  it('keeps every text whole and lets none become markup', () => {
    const entities: Record<string, string> = {
      '&lt;': '<',
      '&gt;': '>',
      '&quot;': '"',
      '&#39;': "'",
      '&amp;': '&',
    };
    const text = fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'lt;', '#39;', 'é') });
    fc.assert(
      fc.property(text, (value) => {
        const { markup } = html`${value}`;
        expect(markup).not.toMatch(/[<>"']/);
        const read = markup.replace(
          /&(?:lt|gt|quot|#39|amp);/g,
          (entity) => entities[entity] ?? '',
        );
        expect(read).toBe(value);
      }),
    );
  });
});
