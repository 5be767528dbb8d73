import { writeFileSync } from 'node:fs';
import { lockFile } from '../packages/mcp/src/surface/lock-file.ts';

writeFileSync('packages/mcp/src/surface/tools.lock.json', lockFile());
