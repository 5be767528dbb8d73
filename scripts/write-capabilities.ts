import { writeFileSync } from 'node:fs';
import { capabilitiesDocument } from './capabilities-document.ts';
import { documentedProviders } from './documented-providers.ts';

writeFileSync('docs/capabilities.md', `${capabilitiesDocument(documentedProviders())}\n`);
