import { Refusal } from '../answers/refusal.ts';
import { isStopped } from '../audit/kill-switch.ts';
import { hasScope } from '../surface/which-tools.ts';
import type { Scope } from '../tools/tool.ts';
import type { Principal } from '../tools/tool-call.ts';
import type { Serving } from './serving.ts';

/** Who wants what. */
export interface Entrant {
  /** Of a tool, or of a method that is none. */
  readonly name: string;
  readonly scope: Scope;
  readonly principal: Principal;
}

/**
 * Lets a call in: the server is not stopped, the caller does not call too often, and may.
 * @throws Refusal `stopped`, `rate_limited` or `denied`
 */
export function letIn({ settings, rate }: Serving, { name, scope, principal }: Entrant): void {
  if (isStopped(settings.killSwitchFile)) {
    throw new Refusal('stopped', {
      message: 'Whoever runs this server has stopped it: no call is made.',
      next: 'Ask whoever runs this server; calling again does not help until then.',
    });
  }
  rate.take(principal.id, name);
  if (hasScope(principal.scopes, scope)) return;
  throw new Refusal('denied', {
    message: `${name} needs the scope ${scope}, which this token does not have.`,
    next: `Authorize again and ask for the scope ${scope}.`,
    facts: { scope },
  });
}
