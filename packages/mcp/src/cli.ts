#!/usr/bin/env node
import { takeStdout } from './stdio/take-stdout.ts';

// Before anything else is loaded: a dependency may print while it loads.
const stdout = takeStdout(process);
const { runCli } = await import('./run-cli.ts');
await runCli(process, stdout);
