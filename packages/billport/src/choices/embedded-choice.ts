import { manifestOf } from '../manifests.ts';
import type { Environment, ProviderChoice } from '../provider-choice.ts';

const MEMORY = ':memory:';

/** The embedded engine, on the file that `EMBEDDED_FILE` names; in memory when it names none. */
export function embeddedChoice(environment: Environment): ProviderChoice {
  const file = environment.EMBEDDED_FILE?.trim() || MEMORY;
  return {
    id: 'embedded',
    environment: file === MEMORY ? 'test' : 'live',
    capabilities: async () => (await manifestOf('embedded')).capabilities,
    limits: async () => (await manifestOf('embedded')).limits,
    async open() {
      const { createEmbedded } = await import('@billport/embedded');
      return createEmbedded({ file });
    },
  };
}
