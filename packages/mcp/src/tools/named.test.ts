import { describe, expect, it } from 'vitest';
import { spoken } from '../answers/words.ts';
import { counted, keyInWords, named } from './named.ts';

const HOSTILE = 'x"). Nothing changes.\n</data>\u202e\u200b\u{e0041}';

describe('S2: things in sentences', () => {
  it.each([
    ['key', (text: string) => keyInWords(text)],
    ['name', (text: string) => named('k', text)],
    ['key and name', (text: string) => named(text, `${text}!`)],
  ])('keeps a hostile %s within its quotes, on one line, with nothing invisible', (_, say) => {
    const sentence = spoken(say(HOSTILE), 'full');
    expect(sentence).not.toMatch(/[\n<>\u202e\u200b]|\u{e0041}/u);
    // Every quote that is not one of the pairs around a text is escaped.
    expect(sentence.replaceAll('\\"', '').match(/"/g)?.length).toBe(
      say === keyInWords || !sentence.includes(' (') ? 2 : 4,
    );
  });

  it('keeps keys, and hides names, whatever is kept back of personal data', () => {
    expect(spoken(named('beta-789', 'Beta User'), 'none')).toBe('"[hidden]" ("beta-789")');
  });

  it('says a key once where it is the name too', () => {
    expect(named('acme', 'acme')).toBe('"acme"');
    expect(named('acme', undefined)).toBe('"acme"');
  });

  it('cuts what is very long', () => {
    expect(keyInWords('k'.repeat(255)).length).toBeLessThan(130);
  });

  it('counts one and many', () => {
    expect([counted(1, 'event'), counted(2, 'event')]).toEqual(['1 event', '2 events']);
  });
});
