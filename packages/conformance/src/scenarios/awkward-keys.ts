/**
 * Keys that lose something on a careless way to a service: cut at a dot, split at a slash, decoded
 * twice, trimmed, folded to lower case or normalised.
 */
export const awkwardEndings: readonly string[] = [
  '.com',
  '.json',
  '..',
  '/slash/../x',
  '\\back',
  ' inner blank',
  '%2F%25',
  '?query=1&b=2',
  '#fragment',
  '+plus',
  '"quoted"',
  "'single'",
  '<tag>',
  'ÀÉ-é',
  'e\u0301',
  'ß',
  '日本語',
  'עברית',
  'العربية',
  '🧾💶',
  ';--',
  '*',
  '{a}',
  '$1',
];

/** The key brought to 255 characters, the longest that the contract takes. */
export function longest(key: string): string {
  return key.padEnd(255, 'x');
}
