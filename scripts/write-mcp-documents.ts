import { readFileSync, writeFileSync } from 'node:fs';
import { mcpParts, withPart } from './mcp-documents.ts';

for (const part of mcpParts()) {
  writeFileSync(part.page, withPart(readFileSync(part.page, 'utf8'), part));
}
