import { Decimal } from '@billport/core';
import { z } from 'zod';
import type { Change } from '../change.ts';
import { keyInWords } from '../named.ts';
import { promises } from '../promised.ts';
import { reference } from '../reference.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { KINDS, RECORDS } from './records.ts';

const deleteArguments = z.strictObject({
  kind: z.enum(KINDS),
  record: reference().describe('Key, code, id or name; of applied_coupon and wallet the id.'),
});

async function plan(
  { kind, record }: z.output<typeof deleteArguments>,
  call: ToolCall,
): Promise<Change> {
  const { operation, find } = RECORDS[kind];
  requireOperation(call, operation);
  const found = await find(call, record);
  const { money } = found;
  return {
    effect: `Delete ${kind.replace('_', ' ')} ${found.named}${found.brings}.${found.says ?? ''} It cannot be taken back.`,
    needsConsent: true,
    money: money !== undefined && Decimal.parse(money.amount).isPositive() ? money : undefined,
    targets: [`${kind}:${found.key}`],
    basis: found.basis,
    calls: [{ operation, input: found.input }],
    show: (results) => ({
      summary: `Deleted ${kind.replace('_', ' ')} ${found.named}.`,
      facts: { kind, key: found.key },
      next:
        kind === 'customer' && promises(call, operation)
          ? `Its invoices stay: list_invoices with customer ${keyInWords(found.key)}.`
          : undefined,
      warnings: warningsOf(results),
    }),
  };
}

/** Deletes a thing for good. */
export const deleteRecord = changingTool({
  name: 'delete_record',
  title: 'Delete record',
  description:
    'Delete for good; the preview says what goes with it. applied_coupon: taken from its customer. wallet: what is left is lost.',
  toolset: 'admin',
  scope: 'billing:money',
  safety: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: true,
  },
  needs: [
    [
      'customers.delete',
      'metrics.delete',
      'plans.delete',
      'coupons.delete',
      'taxes.delete',
      'coupons.remove',
      'credits.terminateWallet',
    ],
  ],
  arguments: deleteArguments,
  plan,
});
