import { path } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';
import { saveThing } from '../saving/save-thing.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { sendPriced } from './create-offering.ts';
import { aboutPlan, planLookup } from './find-plan.ts';
import { type OfferingChanges, offeringFields } from './offering-fields.ts';

/**
 * Changes the offering of a plan as `saveThing` does.
 * @param changes what is to change, from what is there now
 * @returns the offering as read afterwards
 * @throws BillingError `not_found`; `outcome_unknown` when it may have landed and cannot be read
 */
export function saveOffering(
  paigo: Connection,
  { offeringId, code }: { readonly offeringId: string; readonly code: string },
  changes: (found: PaigoOffering) => OfferingChanges,
  context: CallContext,
): Promise<PaigoOffering> {
  const address = path`/offerings/${offeringId}`;
  const about = aboutPlan(code);
  const lookup = planLookup(code);
  const put = async (body: OfferingChanges) => {
    const request = { method: 'PUT', path: address, body, repeat: 'safe', lookup, about } as const;
    await paigo.send({ ...request, expects: 'json_or_nothing' }, context);
  };
  const thing = {
    name: `plan ${JSON.stringify(code)}`,
    lookup,
    habit: paigo.puts.offering,
    fieldsOf: offeringFields,
    read: () => paigo.readOne<PaigoOffering>(address, about, context),
    put: (body: OfferingChanges) => sendPriced(body, put),
  };
  return saveThing(thing, changes);
}
