import type { Fields } from '../../machinery/json-fields.ts';
import { isAbsent, unsignedText, wholeNumber } from './property-values.ts';
import { readRanges } from './ranges.ts';

/** Takes the code of Lago for something that is wrong; all of them stand under `properties`. */
type Report = (code: string) => void;

/** Reads the properties of one charge model: keeps what it knows, drops the rest. */
type ReadModel = (properties: Fields, report: Report, premium: boolean) => Fields;

function amount(properties: Fields, name: string, code: string, report: Report): Fields {
  if (unsignedText(properties[name]) === undefined) report(code);
  return { [name]: properties[name] };
}

function optionalAmount(properties: Fields, name: string, code: string, report: Report): Fields {
  return isAbsent(properties[name]) ? {} : amount(properties, name, code, report);
}

function whole(properties: Fields, name: string, least: number, code: string, report: Report) {
  if (wholeNumber(properties[name], least) === undefined) report(code);
  return { [name]: properties[name] };
}

/** Bounds of an event's price need a licence: without one they are dropped (`facts/lago.md §b`). */
function bounds(properties: Fields, report: Report, premium: boolean): Fields {
  if (!premium) return {};
  const least = 'per_transaction_min_amount';
  const most = 'per_transaction_max_amount';
  const read = {
    ...optionalAmount(properties, least, 'invalid_amount', report),
    ...optionalAmount(properties, most, 'invalid_amount', report),
  };
  if (Number(properties[least]) > Number(properties[most])) {
    report('per_transaction_max_lower_than_per_transaction_min');
  }
  return read;
}

const TIER_AMOUNTS = { per_unit_amount: 'invalid_amount', flat_amount: 'invalid_amount' };

const MODELS: Readonly<Record<string, ReadModel>> = {
  standard: (properties, report) => amount(properties, 'amount', 'invalid_amount', report),
  graduated: ({ graduated_ranges: ranges }, report) => ({
    graduated_ranges: readRanges(ranges, 'graduated_ranges', TIER_AMOUNTS, report),
  }),
  volume: ({ volume_ranges: ranges }, report) => ({
    volume_ranges: readRanges(ranges, 'volume_ranges', TIER_AMOUNTS, report),
  }),
  graduated_percentage: ({ graduated_percentage_ranges: ranges }, report) => ({
    graduated_percentage_ranges: readRanges(
      ranges,
      'graduated_percentage_ranges',
      { rate: 'invalid_rate', flat_amount: 'invalid_amount' },
      report,
    ),
  }),
  package: (properties, report) => ({
    ...amount(properties, 'amount', 'invalid_amount', report),
    ...whole(properties, 'package_size', 1, 'invalid_package_size', report),
    ...whole(properties, 'free_units', 0, 'invalid_free_units', report),
  }),
  percentage: (properties, report, premium) => ({
    ...amount(properties, 'rate', 'invalid_rate', report),
    ...optionalAmount(properties, 'fixed_amount', 'invalid_fixed_amount', report),
    ...(isAbsent(properties.free_units_per_events)
      ? {}
      : whole(properties, 'free_units_per_events', 0, 'invalid_free_units_per_events', report)),
    ...optionalAmount(
      properties,
      'free_units_per_total_aggregation',
      'invalid_free_units_per_total_aggregation',
      report,
    ),
    ...bounds(properties, report, premium),
  }),
  dynamic: () => ({}),
  custom: ({ custom_properties: custom }) => ({ custom_properties: custom ?? {} }),
};

/** What a charge costs when its properties are left out: nothing. */
const DEFAULTS: Readonly<Record<string, Fields>> = {
  standard: { amount: '0' },
  graduated: {
    graduated_ranges: [{ from_value: 0, to_value: null, per_unit_amount: '0', flat_amount: '0' }],
  },
  volume: {
    volume_ranges: [{ from_value: 0, to_value: null, per_unit_amount: '0', flat_amount: '0' }],
  },
  graduated_percentage: {
    graduated_percentage_ranges: [{ from_value: 0, to_value: null, rate: '0', flat_amount: '0' }],
  },
  package: { amount: '0', package_size: 1, free_units: 0 },
  percentage: { rate: '0' },
};

/** Whether Lago has the charge model. */
export const isChargeModel = (model: unknown): model is string =>
  typeof model === 'string' && Object.hasOwn(MODELS, model);

/** Event properties that split the charge, under the present name or the one before. */
function groupKeys(properties: Fields): string[] | undefined {
  const keys = properties.pricing_group_keys ?? properties.grouped_by;
  if (!Array.isArray(keys) || keys.length === 0) return undefined;
  return keys.map(String);
}

function grouping(properties: Fields): Fields {
  const keys = groupKeys(properties);
  const { presentation_group_keys: shown } = properties;
  return {
    ...(keys === undefined ? {} : { pricing_group_keys: keys, grouped_by: keys }),
    ...(Array.isArray(shown) ? { presentation_group_keys: shown } : {}),
  };
}

/**
 * The properties that Lago keeps of those that were sent (`facts/lago.md §b` "Plans, charges").
 * @param report Takes a code for each thing that is wrong with them.
 */
export function readProperties(
  model: string,
  properties: Fields | undefined,
  premium: boolean,
  report: Report,
): Fields {
  if (properties === undefined || Object.keys(properties).length === 0) {
    return DEFAULTS[model] ?? {};
  }
  return { ...MODELS[model]?.(properties, report, premium), ...grouping(properties) };
}
