import type { Fields } from '../../machinery/json-fields.ts';
import type { LagoCharge, LagoFilter } from '../charges/lago-charge.ts';
import { readCharge } from '../charges/read-charge.ts';
import { type FilterContext, readFilter } from '../charges/read-filters.ts';
import { invalid, notFound } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { metricsOf } from '../metric-book.ts';
import type { LagoPlan } from '../plan-book.ts';
import type { LagoState } from '../state.ts';
import { hadSubscriptions } from '../subscription-book.ts';
import { checkTaxes } from './check-taxes.ts';
import { savePlan } from './engine-plan.ts';

/** @throws LagoFailure 404 `charge_not_found` */
export function findCharge(plan: LagoPlan, code: string): LagoCharge {
  const charge = plan.charges.find((candidate) => candidate.code === code);
  if (charge === undefined) throw notFound('charge');
  return charge;
}

/** @throws LagoFailure 404 `charge_filter_not_found` */
export function findFilter(charge: LagoCharge, lagoId: string): LagoFilter {
  const filter = charge.filters.find((candidate) => candidate.lagoId === lagoId);
  if (filter === undefined) throw notFound('charge_filter');
  return filter;
}

async function saveCharges(state: LagoState, plan: LagoPlan, charges: readonly LagoCharge[]) {
  const changed = { ...plan, charges };
  await checkTaxes(state, changed);
  await savePlan(state, changed, plan);
}

/** Adds a charge to a plan. @throws LagoFailure 404, 422 */
export async function addCharge(
  state: LagoState,
  plan: LagoPlan,
  fields: Fields,
): Promise<LagoCharge> {
  const charge = readCharge({ state, others: plan.charges, locked: false }, fields);
  await saveCharges(state, plan, [...plan.charges, charge]);
  return charge;
}

/** Puts a charge in the place of the one that has its id. */
async function replaceCharge(state: LagoState, plan: LagoPlan, charge: LagoCharge): Promise<void> {
  const charges = plan.charges.map((known) => (known.lagoId === charge.lagoId ? charge : known));
  await saveCharges(state, plan, charges);
}

/** Changes a charge. @throws LagoFailure 404, 422 */
export async function updateCharge(
  state: LagoState,
  plan: LagoPlan,
  known: LagoCharge,
  fields: Fields,
): Promise<LagoCharge> {
  const others = plan.charges.filter(({ lagoId }) => lagoId !== known.lagoId);
  const locked = hadSubscriptions(state, plan.code);
  const charge = readCharge({ state, others, locked }, fields, known);
  await replaceCharge(state, plan, charge);
  return charge;
}

/** Takes a charge off a plan. */
export async function removeCharge(
  state: LagoState,
  plan: LagoPlan,
  charge: LagoCharge,
): Promise<void> {
  await saveCharges(
    state,
    plan,
    plan.charges.filter(({ lagoId }) => lagoId !== charge.lagoId),
  );
}

function filterContext(state: LagoState, charge: LagoCharge, errors: FieldErrors): FilterContext {
  const metric = metricsOf(state).find(charge.metricCode);
  if (metric === undefined) throw notFound('billable_metric');
  const { chargeModel, properties: chargeProperties } = charge;
  return { state, metric, chargeModel, chargeProperties, errors };
}

/** Adds a filter to a charge, or changes the known one. @throws LagoFailure 422 */
export async function putFilter(
  state: LagoState,
  plan: LagoPlan,
  charge: LagoCharge,
  fields: Fields,
  known?: LagoFilter,
): Promise<LagoFilter> {
  const errors = new FieldErrors();
  const filter = readFilter(filterContext(state, charge, errors), fields, known);
  errors.throwIfAny();
  const others = charge.filters.filter(({ lagoId }) => lagoId !== filter.lagoId);
  const values = JSON.stringify(filter.values);
  if (others.some((other) => JSON.stringify(other.values) === values)) {
    throw invalid({ values: ['value_already_exist'] });
  }
  const filters = known
    ? charge.filters.map((other) => (other.lagoId === known.lagoId ? filter : other))
    : [...charge.filters, filter];
  await replaceCharge(state, plan, { ...charge, filters });
  return filter;
}

/** Takes a filter off a charge. */
export async function removeFilter(
  state: LagoState,
  plan: LagoPlan,
  charge: LagoCharge,
  filter: LagoFilter,
): Promise<void> {
  const filters = charge.filters.filter(({ lagoId }) => lagoId !== filter.lagoId);
  await replaceCharge(state, plan, { ...charge, filters });
}
