import { isDeepStrictEqual } from 'node:util';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { notEmulated } from '../failure.ts';
import type { FieldErrors } from '../field-errors.ts';
import type { LagoMetric } from '../metric-book.ts';
import { textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { readProperties } from './charge-properties.ts';
import { ALL_VALUES, type LagoFilter } from './lago-charge.ts';

/** What a filter is read with. */
export interface FilterContext {
  readonly state: LagoState;
  readonly metric: LagoMetric;
  readonly chargeModel: string;
  /** Properties of the charge that it belongs to. */
  readonly chargeProperties: Fields;
  readonly errors: FieldErrors;
}

/** Only values that the metric declares can be matched. */
function readValues({ metric, errors }: FilterContext, value: unknown): LagoFilter['values'] {
  const entries = isFields(value) ? Object.entries(value) : [];
  if (entries.length === 0) errors.add('values', 'value_is_mandatory');
  return Object.fromEntries(
    entries.map(([key, wanted]) => {
      const list = Array.isArray(wanted) ? wanted.map(String) : [];
      const declared = metric.filters.find((filter) => filter.key === key)?.values ?? [];
      const known = list.every((item) => item === ALL_VALUES || declared.includes(item));
      if (list.length === 0 || declared.length === 0 || !known)
        errors.add('values', 'value_is_invalid');
      return [key, list];
    }),
  );
}

/** The engine groups all prices of a charge alike. */
function checkGrouping({ chargeProperties }: FilterContext, properties: Fields): void {
  const { pricing_group_keys: keys } = properties;
  if (keys === undefined || isDeepStrictEqual(keys, chargeProperties.pricing_group_keys)) return;
  throw notEmulated('A filter whose pricing_group_keys differ from those of its charge.');
}

/** Reads one filter; what `known` has and the fields do not mention stays. */
export function readFilter(context: FilterContext, fields: Fields, known?: LagoFilter): LagoFilter {
  const { state, chargeModel, errors } = context;
  const sent = isFields(fields.properties) ? fields.properties : undefined;
  const properties =
    sent === undefined && known !== undefined
      ? known.properties
      : readProperties(chargeModel, sent, state.switches.premium, (code) =>
          errors.add('properties', code),
        );
  checkGrouping(context, properties);
  const name = textIn(fields, 'invoice_display_name');
  return {
    lagoId: known?.lagoId ?? state.ids.next(),
    invoiceDisplayName: name === undefined ? (known?.invoiceDisplayName ?? null) : name,
    values:
      fields.values === undefined && known !== undefined
        ? known.values
        : readValues(context, fields.values),
    properties,
  };
}

/** Reads all filters of a charge: one with the values of a known one keeps its id. */
export function readFilters(
  context: FilterContext,
  value: unknown,
  known: readonly LagoFilter[],
): LagoFilter[] {
  if (!Array.isArray(value)) return [...known];
  return value.filter(isFields).map((fields) => {
    const same = known.find((filter) => isDeepStrictEqual(filter.values, fields.values));
    return readFilter(context, { properties: {}, ...fields }, same);
  });
}
