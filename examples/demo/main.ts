import { runDemo } from './command.ts';

process.exitCode = await runDemo(process.argv.slice(2));
