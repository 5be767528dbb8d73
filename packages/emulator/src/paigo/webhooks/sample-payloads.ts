import type { Instant } from '@billport/core';
import { customerPayload } from './tell.ts';

const CUSTOMER_ID = '3f2b8c1d-0000-4000-8000-000000000001';
const INVOICE_ID = '3f2b8c1d-0000-4000-8000-000000000002';
const DIMENSION_ID = '3f2b8c1d-0000-4000-8000-000000000003';

/** What a webhook about an invoice looks like. */
export const sampleInvoice = () => ({
  invoiceId: INVOICE_ID,
  message: 'Generated invoice',
  customerId: CUSTOMER_ID,
});

/** What a webhook about a customer looks like. */
export const sampleCustomer = () =>
  customerPayload({
    customerId: CUSTOMER_ID,
    customerName: 'Sample',
    email: 'sample@example.com',
    paymentChannel: 'manual',
    offering: null,
  });

/** What a webhook about an entitlement looks like. */
export const sampleEntitlement = (timestamp: Instant) => ({
  timestamp,
  dimensionId: DIMENSION_ID,
  customerId: CUSTOMER_ID,
  entitlementLimit: '100',
  currentUsageTotal: '100',
  email: 'sample@example.com',
  customerName: 'Sample',
  eventType: 'usageEntitlementLimitReached',
  webhookType: 'ENTITLEMENT',
});
