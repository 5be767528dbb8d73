#!/usr/bin/env node
import { satisfies } from 'compare-versions';
import manifest from '../package.json' with { type: 'json' };
import { takeStdout } from './stdio/take-stdout.ts';

const { engines } = manifest;

if (satisfies(process.versions.node, engines.node)) {
  // Before anything else is loaded: a dependency may print while it loads.
  const stdout = takeStdout(process);
  const { runCli } = await import('./run-cli.ts');
  await runCli(process, stdout);
} else {
  // An older Node dies of what it lacks, or only later, when a call needs SQLite.
  process.stderr.write(
    `billport-mcp needs Node ${engines.node}; this is Node ${process.versions.node}.\n`,
  );
  process.exitCode = 1;
}
