import { isLoopback } from '../is-loopback.ts';
import { manifestOf } from '../manifests.ts';
import type { Environment, ProviderChoice } from '../provider-choice.ts';

/** Paigo: `PAIGO_CLIENT_ID` and `PAIGO_CLIENT_SECRET`; `PAIGO_API_URL` for an emulator. */
export function paigoChoice(environment: Environment): ProviderChoice {
  return {
    id: 'paigo',
    environment: isLoopback(environment.PAIGO_API_URL?.trim()) ? 'unknown' : 'live',
    capabilities: async () => (await manifestOf('paigo')).capabilities,
    limits: async () => (await manifestOf('paigo')).limits,
    async open() {
      const { createPaigo } = await import('@billport/paigo');
      return createPaigo({ environment });
    },
  };
}
