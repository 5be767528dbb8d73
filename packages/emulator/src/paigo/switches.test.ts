import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFAULT_SWITCHES, SWITCH_CHECKS, SWITCH_SETTINGS } from './switches.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

it.each(Object.entries(SWITCH_SETTINGS))(
  'the README tells the settings of %s',
  (name, settings) => {
    const shown = settings.map((setting) => `\`${setting}\``).join(', ');
    expect(readme).toContain(`\n| \`${name}\` | ${shown} | `);
  },
);

it.each(Object.entries(SWITCH_SETTINGS))(
  'the usual setting of %s is the first',
  (name, [first]) => {
    expect(DEFAULT_SWITCHES).toHaveProperty(name, first);
  },
);

it.each(Object.entries(SWITCH_SETTINGS))('%s takes its settings and no other', (name, settings) => {
  const check = SWITCH_CHECKS[name as keyof typeof SWITCH_CHECKS];
  for (const setting of settings) expect(check(setting)).toBeUndefined();
  for (const other of ['other', null, 1]) expect(check(other)).toMatch(/^Write /);
});
