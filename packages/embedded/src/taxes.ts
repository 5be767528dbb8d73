import {
  type CheckedInputOf,
  type Contract,
  type CreateTaxInput,
  type Customer,
  type Handlers,
  native,
  type Plan,
  type Tax,
} from '@billport/core';
import { applyChanges, compact } from './apply-changes.ts';
import { command, type Engine, query } from './engine.ts';

type UpdateTaxInput = CheckedInputOf<Contract['taxes']['update']>;

function create(engine: Engine, input: CreateTaxInput, createdAt: string): Tax {
  const tax = compact<Tax>({ ...input, name: input.name ?? input.code, createdAt });
  engine.tables.taxes.insert(tax.code, tax, {});
  return tax;
}

function update(engine: Engine, input: UpdateTaxInput): Tax {
  const tax = applyChanges(engine.tables.taxes.get(input.code), input);
  engine.tables.taxes.replace(tax.code, tax);
  return tax;
}

/**
 * The object without the tax. A list that loses its last code is dropped, so that the next level
 * decides (charge, plan, customer, default: `facts/rating.md §10`); an empty list would mean "none".
 */
function without<Taxed extends { taxCodes?: string[] | undefined }>(
  taxed: Taxed,
  code: string,
): Taxed {
  const { taxCodes, ...rest } = taxed;
  if (!taxCodes?.includes(code)) return taxed;
  const left = taxCodes.filter((other) => other !== code);
  return (left.length === 0 ? rest : { ...rest, taxCodes: left }) as Taxed;
}

function planWithout(plan: Plan, code: string): Plan {
  const charges = plan.charges.map((charge) => without(charge, code));
  const { minimumCommitment } = plan;
  return {
    ...without(plan, code),
    charges,
    ...(minimumCommitment && { minimumCommitment: without(minimumCommitment, code) }),
  };
}

/** Where a tax is named, in the order in which fees look for one. */
function withdraw(engine: Engine, code: string): void {
  const { plans, customers } = engine.tables;
  for (const plan of plans.all()) plans.replace(plan.code, planWithout(plan, code));
  for (const customer of customers.all()) {
    const changed: Customer = without(customer, code);
    if (changed !== customer) customers.replace(customer.customerKey, changed);
  }
}

function remove(engine: Engine, code: string): Tax {
  const tax = engine.tables.taxes.get(code);
  withdraw(engine, code);
  engine.tables.taxes.remove(code);
  return tax;
}

/** The port `taxes`. */
export function taxHandlers(engine: Engine) {
  const { taxes } = engine.tables;
  return {
    create: native(command(engine, (input, { instant }) => create(engine, input, instant))),
    get: native(query(engine, ({ code }) => taxes.get(code))),
    list: native(query(engine, (input) => taxes.page(input))),
    update: native(command(engine, (input) => update(engine, input))),
    delete: native(command(engine, ({ code }) => remove(engine, code))),
  } satisfies Handlers['taxes'];
}
