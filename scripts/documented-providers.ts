import { createEmbedded } from '@billport/embedded';
import { createLago } from '@billport/lago';
import { createPaigo } from '@billport/paigo';
import type { DocumentedProvider } from './capabilities-document.ts';

const environment = {};
const nobody = 'documentation';

/** Every provider of this repository; none of them is called. */
export const documentedProviders = (): readonly DocumentedProvider[] => [
  { name: 'embedded', provider: createEmbedded() },
  { name: 'Lago', provider: createLago({ apiKey: nobody, environment }) },
  {
    name: 'Lago without a licence',
    provider: createLago({ apiKey: nobody, premium: false, environment }),
  },
  {
    name: 'Paigo',
    provider: createPaigo({ clientId: nobody, clientSecret: nobody, environment }),
  },
];
