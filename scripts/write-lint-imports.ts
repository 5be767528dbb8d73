import { writeFile } from 'node:fs/promises';
import { lintConfiguration } from './import-rules.ts';

// Formatting is the formatter's: run `pnpm format` afterwards, as `pnpm lint:imports` does.
await writeFile('biome.imports.json', `${JSON.stringify(lintConfiguration(), null, 2)}\n`);
