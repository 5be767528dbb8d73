import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeAgain, escapeText, shorten } from './escape-text.ts';
import { INJECTIONS, UNSAFE_CHARACTER } from './injections.fixture.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(...Object.values(INJECTIONS)),
  fc.string({ unit: fc.constantFrom('<', '>', '\\', 'n', '\n', '\u200b', '\u{e0041}', '"', 'u') }),
);

describe('escapeText', () => {
  it.each(Object.entries(INJECTIONS))('S2: makes one visible line of %s', (_, text) => {
    const escaped = escapeText(text);
    expect(escaped).not.toMatch(UNSAFE_CHARACTER);
    expect(escaped).not.toMatch(/[<>]/);
  });

  it('S2: leaves nothing unsafe of any text, and loses nothing of it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeText(text);
        expect(escaped).not.toMatch(UNSAFE_CHARACTER);
        expect(escaped).not.toMatch(/[<>]/);
        expect(JSON.parse(`"${escaped.replaceAll('"', '\\"')}"`)).toBe(text);
      }),
    );
  });

  it('shows line ends, angle brackets and characters beyond 16 bits as JSON does', () => {
    expect(escapeText('a\n\t<\u{e0041}\\')).toBe('a\\n\\t\\u003c\\udb40\\udc41\\\\');
  });

  it('leaves ordinary text of any language as it is', () => {
    const text = 'Société Générale – 株式会社 — Ünïcode "5 %" 😀 مرحبا';
    expect(escapeText(text)).toBe(text);
  });

  it('changes nothing when safe text is escaped again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeText(text);
        expect(escapeAgain(escaped)).toBe(escaped);
      }),
    );
  });
});

describe('shorten', () => {
  it('leaves what is short enough', () => {
    expect(shorten('Acme', 4)).toBe('Acme');
  });

  it('ends what is too long in …, never within an escape', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, longest) => {
        const short = shorten(escapeText(text), longest);
        expect(short.length).toBeLessThanOrEqual(longest);
        const kept = short.replace(/…$/, '').replaceAll('"', '\\"');
        const original: string = JSON.parse(`"${kept}"`);
        expect(text.startsWith(original)).toBe(true);
        expect(original.isWellFormed() || !text.isWellFormed()).toBe(true);
      }),
    );
  });
});
