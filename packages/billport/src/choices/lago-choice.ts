import { isLoopback } from '../is-loopback.ts';
import { manifestOf } from '../manifests.ts';
import type { Environment, ProviderChoice } from '../provider-choice.ts';
import { wrongVariable } from '../wrong-variable.ts';

const LICENCE: Readonly<Record<string, boolean>> = { true: true, false: false };

/** Whether the account has a licence, as `LAGO_PREMIUM` says; it has when nothing is said. */
function readPremium(environment: Environment): boolean {
  const text = environment.LAGO_PREMIUM?.trim() || 'true';
  const premium = Object.hasOwn(LICENCE, text) ? LICENCE[text] : undefined;
  if (premium !== undefined) return premium;
  throw wrongVariable({
    variable: 'LAGO_PREMIUM',
    problem: 'Write true, or false where the account has no licence for premium features.',
    allowed: Object.keys(LICENCE),
  });
}

/**
 * Lago: `LAGO_API_KEY`, `LAGO_API_URL` or `LAGO_REGION`, and `LAGO_PREMIUM`.
 * @throws BillingError `configuration` for a `LAGO_PREMIUM` that is neither true nor false.
 */
export function lagoChoice(environment: Environment): ProviderChoice {
  const premium = readPremium(environment);
  const manifest = () => manifestOf(premium ? 'lago' : 'lagoWithoutLicence');
  return {
    id: 'lago',
    environment: isLoopback(environment.LAGO_API_URL?.trim()) ? 'unknown' : 'live',
    capabilities: async () => (await manifest()).capabilities,
    limits: async () => (await manifest()).limits,
    async open() {
      const { createLago } = await import('@billport/lago');
      return createLago({ environment, premium });
    },
  };
}
