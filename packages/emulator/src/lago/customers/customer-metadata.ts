import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { FieldErrors } from '../field-errors.ts';
import { textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import type { MetadataRow } from './customer-records.ts';

/** Bounds of a customer's metadata (`facts/lago.md §b`). */
const MAX_ROWS = 5;
const MAX_KEY = 20;
const MAX_VALUE = 100;

function checkLength(errors: FieldErrors, field: string, text: string, max: number): void {
  if (text === '') errors.add(field, 'value_is_mandatory');
  else if ([...text].length > max) errors.add(field, 'value_is_too_long');
}

/** The row that the sent one changes or becomes. */
function rowOf(state: LagoState, sent: Fields, before: MetadataRow | undefined): MetadataRow {
  return {
    lagoId: before?.lagoId ?? state.ids.next(),
    key: textIn(sent, 'key') ?? before?.key ?? '',
    value: textIn(sent, 'value') ?? (sent.value === null ? '' : (before?.value ?? '')),
    displayInInvoice: sent.display_in_invoice === true,
    createdAt: before?.createdAt ?? state.now(),
  };
}

/**
 * The rows after a request: those sent with their `id` are changed, the others are new, and what
 * was not sent is gone (`facts/lago.md §b` "Customers"). Rows are made before others are taken
 * away, so a key that stays has to be sent with its `id`.
 * @throws LagoFailure 422
 */
export function replacedMetadata(
  state: LagoState,
  before: readonly MetadataRow[],
  sent: unknown,
): readonly MetadataRow[] {
  if (!Array.isArray(sent)) return before;
  const errors = new FieldErrors();
  const rows = sent.filter(isFields);
  if (rows.length > MAX_ROWS) errors.add('metadata', 'invalid_count');
  errors.throwIfAny();
  const existing = new Map(before.map((row) => [row.lagoId, row]));
  const result: MetadataRow[] = [];
  for (const sentRow of rows) {
    const row = rowOf(state, sentRow, existing.get(textIn(sentRow, 'id') ?? ''));
    checkLength(errors, 'key', row.key, MAX_KEY);
    checkLength(errors, 'value', row.value, MAX_VALUE);
    const others = [...existing.values(), ...result].filter(({ lagoId }) => lagoId !== row.lagoId);
    if (others.some(({ key }) => key === row.key)) errors.add('key', 'value_already_exist');
    errors.throwIfAny();
    existing.set(row.lagoId, row);
    result.push(row);
  }
  return result;
}
