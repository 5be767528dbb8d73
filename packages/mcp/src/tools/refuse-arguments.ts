import { Refusal } from '../answers/refusal.ts';

/**
 * Refuses arguments that have no part in what is asked for. If one were left out in silence, the
 * answer would be taken for that to another question (`facts/mcp.md §e.3 R4`).
 *
 * @param args the arguments of the call
 * @param names which of them are not taken
 * @param when where they are not: `with view: past`
 * @param options.next what to do instead, where leaving it out is not all
 * @throws Refusal `invalid_arguments` that names the first of them that is given.
 */
export function refuseArguments<Name extends string>(
  args: Readonly<Partial<Record<Name, unknown>>>,
  names: readonly Name[],
  when: string,
  options: { readonly next?: string } = {},
): void {
  const field = names.find((name) => args[name] !== undefined);
  if (field === undefined) return;
  throw new Refusal('invalid_arguments', {
    field,
    message: `${field}: it is not taken ${when}.`,
    next: options.next ?? `Leave ${field} out and call again.`,
  });
}
