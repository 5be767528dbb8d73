import { writeFileSync } from 'node:fs';
import { MANIFESTS, providerManifests } from './provider-manifests.ts';

// Formatting is the formatter's: `pnpm manifests` runs it afterwards.
writeFileSync(MANIFESTS, `${JSON.stringify(providerManifests(), null, 2)}\n`);
