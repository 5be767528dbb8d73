import { BillingError } from '@billport/core';
import { manifestOf } from '../manifests.ts';
import type { Environment, ProviderChoice } from '../provider-choice.ts';
import { wrongVariable } from '../wrong-variable.ts';

const MEMORY = ':memory:';

/** A failure that the file is to blame for, with the name of the variable that named the file. */
function aboutFile(cause: unknown): unknown {
  if (!BillingError.is(cause, 'configuration')) return cause;
  const { setting = 'file' } = cause.details ?? {};
  if (setting !== 'file') return cause;
  return wrongVariable({ variable: 'EMBEDDED_FILE', problem: cause.message, cause });
}

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
      try {
        return createEmbedded({ file });
      } catch (cause) {
        throw file === MEMORY ? cause : aboutFile(cause);
      }
    },
  };
}
