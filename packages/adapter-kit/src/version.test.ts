import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VERSION } from './version.ts';

it('is the version of the package', () => {
  const manifest = JSON.parse(readFileSync('packages/adapter-kit/package.json', 'utf8'));
  expect(VERSION).toBe(manifest.version);
});
