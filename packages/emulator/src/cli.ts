#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { satisfies } from 'compare-versions';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const { version, engines } = manifest as { version: string; engines: { node: string } };

if (satisfies(process.versions.node, engines.node)) {
  // Loaded only now: an older Node has no SQLite, or an unsafe one, and dies of the import.
  const { emulatorCommand } = await import('./command.ts');
  await emulatorCommand(version).parseAsync();
} else {
  process.stderr.write(
    `billport-emulator needs Node ${engines.node} for its SQLite; this is Node ${process.versions.node}.\n`,
  );
  process.exitCode = 1;
}
