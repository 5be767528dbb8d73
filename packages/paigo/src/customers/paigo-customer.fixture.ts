import type { PaigoCustomer } from '../wire/customer.ts';

/** A customer as Paigo sends one whom Billport made, with a name. */
export const paigoCustomer = (fields: Partial<PaigoCustomer> = {}): PaigoCustomer => ({
  customerId: 'acme',
  customerName: 'Acme',
  email: 'a@acme.com',
  paymentChannel: 'manual',
  metadata: { 'billport.createdAt': '2026-01-02T03:04:05.000Z', 'billport.token': 'token' },
  creditBalance: '0',
  invoices: [],
  enrollments: [],
  ...fields,
});
