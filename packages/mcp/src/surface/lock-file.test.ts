import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lockFile } from './lock-file.ts';

describe('tools.lock.json', () => {
  it('P3: is what the declarations make; `pnpm mcp:surface` writes it anew', () => {
    const file = readFileSync(new URL('tools.lock.json', import.meta.url), 'utf8');
    expect(file).toBe(lockFile());
  });
});
