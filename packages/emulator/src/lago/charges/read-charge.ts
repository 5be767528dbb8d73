import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { invalid, notEmulated, notFound } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { type LagoMetric, metricsOf } from '../metric-book.ts';
import { textIn, textsIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { isChargeModel, readProperties } from './charge-properties.ts';
import { checkCombination } from './charge-rules.ts';
import type { LagoCharge } from './lago-charge.ts';
import { wholeNumber } from './property-values.ts';
import { readFilters } from './read-filters.ts';

/** What a charge is read with. */
interface ChargeContext {
  readonly state: LagoState;
  /** The other charges of the plan. */
  readonly others: readonly LagoCharge[];
  /** Whether the plan has or had subscriptions: what decides how usage is metered is fixed then. */
  readonly locked: boolean;
}

/**
 * The metric that a charge names by its id.
 * @throws LagoFailure 404: singular where it is missing, plural where it is wrong
 *   (`facts/lago.md §b` "Plans, charges").
 */
function metricOfCharge(state: LagoState, fields: Fields): LagoMetric {
  const id = textIn(fields, 'billable_metric_id');
  if (id === undefined || id === null || id === '') throw notFound('billable_metric');
  const metric = metricsOf(state).findById(id);
  if (metric === undefined) throw notFound('billable_metrics');
  return metric;
}

/** The metric's code, or that with a number where the plan has it already. */
function freeCode(metric: LagoMetric, others: readonly LagoCharge[]): string {
  const taken = new Set(others.map(({ code }) => code));
  let code = metric.code;
  for (let number = 2; taken.has(code); number++) code = `${metric.code}_${number}`;
  return code;
}

function readCode(context: ChargeContext, fields: Fields, metric: LagoMetric, known?: LagoCharge) {
  const code = textIn(fields, 'code');
  if (code === undefined || code === null || code === '') {
    return known?.code ?? freeCode(metric, context.others);
  }
  if (context.others.some((other) => other.code === code)) {
    throw invalid({ code: ['value_already_exist'] });
  }
  return code;
}

function readModel(state: LagoState, fields: Fields, known: LagoCharge | undefined): string {
  const model = fields.charge_model ?? known?.chargeModel;
  if (!isChargeModel(model)) {
    throw invalid({
      charge_model: [model === undefined ? 'value_is_mandatory' : 'value_is_invalid'],
    });
  }
  if (model === 'graduated_percentage' && !state.switches.premium) {
    throw invalid({ charge_model: ['graduated_percentage_requires_premium_license'] });
  }
  return model;
}

/** What decides how usage is metered: fixed once the plan has subscriptions. */
type Metering = Pick<
  LagoCharge,
  'chargeModel' | 'payInAdvance' | 'prorated' | 'invoiceable' | 'regroupPaidFees' | 'minAmountCents'
>;

const flag = (value: unknown, otherwise: boolean) =>
  typeof value === 'boolean' ? value : otherwise;

/** What needs a licence is dropped without one (`facts/lago.md §b` "Premium behaviour"). */
function readMetering(
  { state, locked }: ChargeContext,
  fields: Fields,
  known: LagoCharge | undefined,
): Metering {
  if (locked && known !== undefined) return known;
  const { premium } = state.switches;
  const least = premium ? wholeNumber(fields.min_amount_cents, 0) : undefined;
  const regroup = premium && 'regroup_paid_fees' in fields;
  return {
    chargeModel: readModel(state, fields, known),
    payInAdvance: flag(fields.pay_in_advance, known?.payInAdvance ?? false),
    prorated: flag(fields.prorated, known?.prorated ?? false),
    invoiceable: flag(premium ? fields.invoiceable : undefined, known?.invoiceable ?? true),
    regroupPaidFees: regroup
      ? (textIn(fields, 'regroup_paid_fees') ?? null)
      : (known?.regroupPaidFees ?? null),
    minAmountCents: least ?? known?.minAmountCents ?? 0,
  };
}

function readOwnProperties(
  state: LagoState,
  model: string,
  fields: Fields,
  known: LagoCharge | undefined,
  errors: FieldErrors,
): Fields {
  if (fields.properties === undefined && known?.chargeModel === model) return known.properties;
  const sent = isFields(fields.properties) ? fields.properties : undefined;
  return readProperties(model, sent, state.switches.premium, (code) =>
    errors.add('properties', code),
  );
}

/**
 * Reads a charge as it was sent; of a `known` one what is not mentioned stays.
 * @throws LagoFailure 404 for its metric, 422 for what is wrong with it.
 */
export function readCharge(context: ChargeContext, fields: Fields, known?: LagoCharge): LagoCharge {
  const { state } = context;
  if (fields.applied_pricing_unit && state.switches.premium) {
    throw notEmulated('Pricing units (applied_pricing_unit).');
  }
  const metric =
    known === undefined
      ? metricOfCharge(state, fields)
      : (metricsOf(state).find(known.metricCode) ?? metricOfCharge(state, fields));
  const errors = new FieldErrors();
  const metering = readMetering(context, fields, known);
  const { chargeModel } = metering;
  const properties = readOwnProperties(state, chargeModel, fields, known, errors);
  const filterContext = { state, metric, chargeModel, chargeProperties: properties, errors };
  const name = textIn(fields, 'invoice_display_name');
  const charge: LagoCharge = {
    lagoId: known?.lagoId ?? state.ids.next(),
    code: readCode(context, fields, metric, known),
    metricCode: metric.code,
    ...metering,
    invoiceDisplayName: name === undefined ? (known?.invoiceDisplayName ?? null) : name,
    properties,
    filters: readFilters(filterContext, fields.filters, known?.filters ?? []),
    taxCodes: textsIn(fields, 'tax_codes') ?? known?.taxCodes ?? [],
    createdAt: known?.createdAt ?? state.now(),
  };
  checkCombination(charge, metric, errors);
  errors.throwIfAny();
  return charge;
}
