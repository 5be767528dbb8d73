import { compact, createOnce, deleteOnce, path } from '@billport/adapter-kit';
import {
  type CheckedInputOf,
  type Contract,
  type CreateTaxInput,
  Decimal,
  type Handlers,
  invalidInput,
  native,
  type Result,
  type Tax,
} from '@billport/core';
import type { CallContext, Connection } from './connection.ts';
import { createdAt } from './created-at.ts';
import { notApplied } from './not-applied.ts';
import { readByCode, withCode } from './read-by-code.ts';
import type { LagoTax, LagoTaxInput } from './wire/tax.ts';
import { decimalOf, decimalText } from './wire-decimal.ts';

type UpdateTaxInput = CheckedInputOf<Contract['taxes']['update']>;

const COMPARED_FIELDS = ['name', 'description', 'rate', 'byDefault'] as const;

function toTax(wire: LagoTax): Tax {
  return compact({
    code: wire.code,
    name: wire.name,
    description: wire.description ?? undefined,
    rate: decimalText(wire.rate, 'rate'),
    byDefault: wire.applied_to_organization ?? undefined,
    createdAt: createdAt(wire),
    providerRef: { provider: 'lago', type: 'tax', id: wire.lago_id },
  }) as Tax;
}

/**
 * Lago keeps rates as floats: only what comes back from one as it was is taken
 * (`facts/lago.md §a`, Money).
 * @throws BillingError `invalid_input` for a rate of too many digits.
 */
function checkRate(rate: string | undefined): void {
  if (rate === undefined) return;
  const float = Number(rate);
  if (Number.isFinite(float) && decimalOf(float, 'rate').equals(Decimal.parse(rate))) return;
  const message = 'Lago keeps rates as floats, about 15 digits in all: write fewer digits.';
  throw invalidInput([{ path: ['rate'], message, rule: 'too_big' }]);
}

function taxBody(input: Omit<UpdateTaxInput, 'code'>): LagoTaxInput {
  return compact({
    name: input.name,
    description: input.description,
    rate: input.rate,
    applied_to_organization: input.byDefault,
  }) as LagoTaxInput;
}

function resultOf(input: UpdateTaxInput, wire: LagoTax): Result<Tax> {
  const tax = toTax(withCode(wire, { resource: 'tax', code: input.code }));
  const warnings = notApplied(input, tax, COMPARED_FIELDS);
  return warnings.length === 0 ? tax : { ...tax, warnings };
}

const lookupOf = (code: string, what: string) =>
  `taxes.get({ code: ${JSON.stringify(code)} }): ${what}`;

const readTax = (lago: Connection, code: string, context: CallContext) =>
  readByCode<LagoTax>(
    lago,
    { root: 'tax', resource: 'tax', code, path: path`/taxes/${code}` },
    context,
  );

async function create(lago: Connection, given: CreateTaxInput, context: CallContext) {
  checkRate(given.rate);
  const { code } = given;
  const input = { ...given, name: given.name || code };
  const wire = await createOnce<LagoTax>({
    lookup: lookupOf(code, 'see whether it is there.'),
    create: (lookup) =>
      lago.one(
        'tax',
        {
          method: 'POST',
          path: path`/taxes`,
          body: { tax: { code, ...taxBody(input) } },
          repeat: 'safe',
          lookup,
          about: { resource: 'tax', key: code },
        },
        context,
      ),
    read: () => readTax(lago, code, context),
    isMade: (found) => notApplied(input, toTax(found), COMPARED_FIELDS).length === 0,
  });
  return resultOf(input, wire);
}

async function update(lago: Connection, input: UpdateTaxInput, context: CallContext) {
  checkRate(input.rate);
  const { code } = input;
  const body = taxBody(input);
  // Lago refuses a request without fields.
  if (Object.keys(body).length === 0) return toTax(await readTax(lago, code, context));
  const wire = await lago.one<LagoTax>(
    'tax',
    {
      method: 'PUT',
      path: path`/taxes/${code}`,
      body: { tax: body },
      repeat: 'safe',
      lookup: lookupOf(code, 'see whether it shows the change.'),
      about: { resource: 'tax', key: code },
    },
    context,
  );
  return resultOf(input, wire);
}

async function remove(lago: Connection, code: string, context: CallContext): Promise<Tax> {
  const before = await readTax(lago, code, context);
  const deleted = await deleteOnce(before, () =>
    lago.one<LagoTax>(
      'tax',
      {
        method: 'DELETE',
        path: path`/taxes/${code}`,
        repeat: 'safe',
        lookup: lookupOf(code, 'not_found means that it is deleted.'),
        about: { resource: 'tax', key: code },
      },
      context,
    ),
  );
  return toTax(withCode(deleted, { resource: 'tax', code }));
}

/** The port `taxes`. */
export function taxHandlers(lago: Connection) {
  return {
    create: native((input, context) => create(lago, input, context)),
    get: native(async ({ code }, context) => toTax(await readTax(lago, code, context))),
    list: native((page, context) =>
      lago.page<LagoTax, Tax>(
        {
          ...page,
          path: path`/taxes`,
          root: 'taxes',
          limit: page.limit,
          cursor: page.cursor,
          toItem: toTax,
        },
        context,
      ),
    ),
    update: native((input, context) => update(lago, input, context)),
    delete: native(({ code }, context) => remove(lago, code, context)),
  } satisfies Handlers['taxes'];
}
