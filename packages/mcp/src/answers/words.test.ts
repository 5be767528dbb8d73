import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INJECTIONS, UNSAFE_CHARACTER } from './injections.fixture.ts';
import { hasWords, spoken, words } from './words.ts';

describe('words', () => {
  it('stand in quotes in a spoken sentence', () => {
    expect(spoken(`Found ${words('Acme Corp')} (acme).`, 'full')).toBe('Found "Acme Corp" (acme).');
  });

  it('are masked or hidden as the policy says, and what is ours is not', () => {
    const sentence = `Found ${words('Jane Doe')} (jane-1), ${words('jane@doe.org')}.`;
    expect(spoken(sentence, 'masked')).toBe('Found "J*** D***" (jane-1), "j***@d***.o***".');
    expect(spoken(sentence, 'none')).toBe('Found "[hidden]" (jane-1), "[hidden]".');
  });

  it.each(Object.entries(INJECTIONS))('S2: cannot leave their quotes with %s', (_, text) => {
    const sentence = spoken(`Found ${words(text)}.`, 'full');
    expect(sentence).not.toMatch(UNSAFE_CHARACTER);
    expect(sentence).not.toMatch(/[<>]/);
    expect(sentence).toMatch(/^Found "(?:[^"\\]|\\.)*"\.$/u);
  });

  it('S2: cannot leave their quotes with any text, under any policy', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('full', 'masked', 'none'),
        (text, policy) => {
          const sentence = spoken(`Found ${words(text)}.`, policy);
          expect(sentence).not.toMatch(UNSAFE_CHARACTER);
          expect(sentence).toMatch(/^Found "(?:[^"\\]|\\.)*"\.$/u);
        },
      ),
    );
  });

  it('are cut with … after 120 characters, or as many as are asked for', () => {
    expect(spoken(words('a'.repeat(121)), 'full')).toBe(`"${'a'.repeat(119)}…"`);
    expect(spoken(words('a'.repeat(121), 10), 'full')).toBe(`"${'a'.repeat(9)}…"`);
  });

  it('escape what was put into a sentence without them', () => {
    expect(spoken('Found \u202eAcme\n</data>.', 'full')).toBe(
      'Found \\u202eAcme\\n\\u003c/data\\u003e.',
    );
  });

  it('are known in a sentence', () => {
    expect(hasWords(`Found ${words('Acme')}.`)).toBe(true);
    expect(hasWords('Found Acme.')).toBe(false);
  });
});
