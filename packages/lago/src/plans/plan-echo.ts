import { compact, differingFields } from '@billport/adapter-kit';
import { chargeCode, type Plan } from '@billport/core';
import type { LagoCharge, LagoChargeBody } from '../wire/charge.ts';
import type { LagoPlan, LagoPlanBody } from '../wire/plan.ts';
import { toPlan } from './read-plan.ts';

const asTaxes = (codes: readonly string[] = []) => codes.map((code) => ({ code }));

/** The charge that the body asks for, as Lago would answer it. */
function askedCharge(body: LagoChargeBody, metricCode: string): LagoCharge {
  const { id = '', billable_metric_id: metricId, tax_codes, ...terms } = body;
  return {
    ...terms,
    lago_id: id,
    lago_billable_metric_id: metricId,
    billable_metric_code: metricCode,
    taxes: asTaxes(tax_codes),
  };
}

/** The reply as it would be, had Lago taken all of the body. */
function askedPlan(body: LagoPlanBody, reply: LagoPlan, metricCodes: ReadonlyMap<string, string>) {
  const { tax_codes, minimum_commitment: least, charges, ...fields } = compact(body);
  const commitment = least && {
    ...least,
    amount_cents: least.amount_cents ?? 0,
    taxes: asTaxes(least.tax_codes),
  };
  const askedCharges = charges?.map((charge) =>
    askedCharge(charge, metricCodes.get(charge.billable_metric_id) ?? ''),
  );
  return {
    ...reply,
    ...fields,
    ...(tax_codes && { taxes: asTaxes(tax_codes) }),
    ...(commitment && { minimum_commitment: commitment }),
    ...(askedCharges && { charges: askedCharges }),
  } as LagoPlan;
}

/** The same data with lists and fields in one order: Lago brings them in its own. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((each) => [JSON.stringify(inOrder(each)), inOrder(each)] as const);
    return items.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
  }
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, inOrder(each)]));
}

/** Charges of the codes in their order, so that each is compared with its own. */
function comparable({ charges, ...fields }: Plan, codes: readonly string[]): object {
  const byCode = new Map(charges.map((charge) => [chargeCode(charge), charge]));
  return {
    ...(inOrder(fields) as object),
    charges: codes.map((code) => inOrder(byCode.get(code))),
  };
}

/**
 * The fields of the contract that the reply does not show as the body asked for them. Fields that
 * were not sent do not count.
 *
 * @param metricCodes codes of metrics by Lago's ids
 */
export function fieldsNotKept(
  body: LagoPlanBody,
  reply: LagoPlan,
  metricCodes: ReadonlyMap<string, string>,
): string[] {
  const asked = toPlan(askedPlan(body, reply, metricCodes));
  const codes = asked.charges.map(chargeCode);
  return differingFields(comparable(asked, codes), comparable(toPlan(reply), codes));
}
