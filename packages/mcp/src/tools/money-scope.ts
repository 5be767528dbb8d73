import { Refusal } from '../answers/refusal.ts';
import type { ToolCall } from './tool-call.ts';

/**
 * Holds the part of a tool that moves money to the scope for money, where the tool itself asks
 * for less (`facts/mcp.md §e.3 S4`).
 * @param what what it would do: `Subscribing a customer`
 * @throws Refusal `denied` when the caller lacks the scope.
 */
export function requireMoneyScope({ principal }: ToolCall, what: string): void {
  if (principal.scopes === undefined || principal.scopes.includes('billing:money')) return;
  throw new Refusal('denied', {
    message: `${what} needs the scope billing:money.`,
    next: 'Ask for a token with billing:money, or leave that part out.',
    facts: { scope: 'billing:money' },
  });
}
