import { readFileSync } from 'node:fs';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { instructionsFor } from '../server/instructions.ts';
import { TOOL_NAMES } from '../tools/tool-names.ts';
import { lockFile } from './lock-file.ts';
import { surface } from './surface.ts';
import type { SurfaceEntry } from './surface-entry.ts';

const tokens = (entries: readonly SurfaceEntry[]) =>
  encode(JSON.stringify({ tools: entries.map(({ tool }) => tool) })).length;
const tokensOf = (wanted: (entry: SurfaceEntry) => boolean) =>
  tokens(surface.entries.filter(wanted));

describe('tools.lock.json', () => {
  it('P3: is what the declarations make; `pnpm mcp:surface` writes it anew', () => {
    const file = readFileSync(new URL('tools.lock.json', import.meta.url), 'utf8');
    const compact = (text: string) => JSON.stringify(JSON.parse(text));
    expect(compact(file)).toBe(compact(lockFile()));
  });

  it('T: costs at most what facts/mcp.md §e.3 allows', () => {
    const isDefault = ({ toolset }: SurfaceEntry) => toolset === 'core' || toolset === 'tail';
    expect(tokensOf(isDefault)).toBeLessThanOrEqual(5_000);
    expect(tokensOf(() => true)).toBeLessThanOrEqual(7_000);
    expect(tokensOf(({ kind }) => kind === 'reading')).toBeLessThanOrEqual(2_500);
    expect(tokensOf(({ toolset }) => toolset === 'tail')).toBeLessThanOrEqual(500);
    expect(encode(instructionsFor(TOOL_NAMES)).length).toBeLessThanOrEqual(250);
  });

  it.each(surface.entries.map((entry) => [entry.tool.name, entry] as const))(
    'T: %s costs at most 500',
    (_, entry) => {
      expect(tokens([entry])).toBeLessThanOrEqual(500);
    },
  );

  it('describes every tool, and takes no argument that is not named', () => {
    for (const { tool } of surface.entries) {
      expect(tool.description.length).toBeGreaterThan(10);
      expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(tool.inputSchema).not.toHaveProperty('$schema');
    }
  });
});
