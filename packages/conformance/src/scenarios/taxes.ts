import { ensure, hasFields, isUnknown, same } from '../assertions.ts';
import { customer, money, oneOff, plan, tax } from '../fixtures.ts';
import type { Scenario } from '../scenario.ts';
import { codedObjectScenarios } from './coded-objects.ts';

/** What every provider does with taxes. */
export const taxScenarios: readonly Scenario[] = [
  ...codedObjectScenarios({
    port: 'taxes',
    fields: () => ({ name: 'VAT', description: 'Value added tax', rate: '20' }),
    otherFields: () => ({ name: 'Sales tax', rate: '8.875' }),
    change: {
      set: { name: 'TVA', description: 'Taxe sur la valeur ajoutée' },
      clear: { description: null },
      cleared: { name: 'TVA', description: undefined, rate: '20' },
    },
  }),
  {
    operation: 'taxes.create',
    title: 'keeps rates of any size exactly',
    needs: ['taxes.get'],
    async run(context) {
      for (const rate of ['0', '0.001', '8.875', '19.99999', '100']) {
        const { code } = await tax(context, rate);
        hasFields(await context.billing.taxes.get({ code }), { rate }, 'the tax');
      }
    },
  },
  {
    operation: 'taxes.update',
    title: 'leaves the taxes of invoices that are final',
    needs: ['taxes.create', 'customers.upsert', 'invoices.create', 'invoices.get'],
    async run(context) {
      const { code } = await tax(context, '20');
      const { customerKey } = await customer(context, { taxCodes: [code] });
      const { id: invoiceId } = await oneOff(context, customerKey, '100');
      const before = await context.billing.invoices.get({ invoiceId });
      same(before.totals.taxes, money(context, '20'), 'taxes of the invoice');
      await context.billing.taxes.update({ code, rate: '10' });
      await context.settle();
      same(await context.billing.invoices.get({ invoiceId }), before, 'the final invoice');
      const later = await oneOff(context, customerKey, '100');
      same(later.totals.taxes, money(context, '10'), 'taxes of the next invoice');
    },
  },
  {
    operation: 'taxes.delete',
    title: 'takes the tax from customers and plans',
    needs: ['taxes.create', 'customers.upsert', 'customers.get', 'plans.create', 'plans.get'],
    async run(context) {
      const { code } = await tax(context, '20');
      const kept = await tax(context, '5');
      const taxCodes = [code, kept.code];
      const { customerKey } = await customer(context, { taxCodes });
      const { code: planCode } = await plan(context, { taxCodes });
      await context.billing.taxes.delete({ code });
      await context.settle();
      const after = await context.billing.customers.get({ customerKey });
      same(after.taxCodes, [kept.code], 'taxes of the customer');
      const planAfter = await context.billing.plans.get({ code: planCode });
      same(planAfter.taxCodes, [kept.code], 'taxes of the plan');
    },
  },
  {
    operation: 'taxes.create',
    title: 'by default taxes invoices of customers who name no tax',
    needs: ['taxes.delete', 'customers.upsert', 'invoices.create'],
    async run(context) {
      const { code } = await tax(context, '10', { byDefault: true });
      try {
        const { customerKey } = await customer(context);
        const { taxes } = await oneOff(context, customerKey, '100');
        ensure(
          taxes.some((appliedTax) => appliedTax.code === code),
          'the invoice lacks the default tax',
        );
      } finally {
        await context.billing.taxes.delete({ code });
      }
    },
  },
  {
    operation: 'taxes.get',
    title: 'does not take a metric or a plan for a tax',
    needs: ['plans.create'],
    async run(context) {
      const { code } = await plan(context);
      await isUnknown(() => context.billing.taxes.get({ code }), 'the code of a plan');
    },
  },
];
