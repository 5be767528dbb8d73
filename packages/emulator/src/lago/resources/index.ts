import type { Hono } from 'hono';
import type { LagoState } from '../state.ts';
import { addOnsRoutes } from './add-ons.ts';
import { appliedCouponsRoutes } from './applied-coupons.ts';
import { billableMetricsRoutes } from './billable-metrics.ts';
import { couponsRoutes } from './coupons.ts';
import { creditNotesRoutes } from './credit-notes.ts';
import { customerUsageRoutes } from './customer-usage.ts';
import { customersRoutes } from './customers.ts';
import { eventsRoutes } from './events.ts';
import { feesRoutes } from './fees.ts';
import { invoicesRoutes } from './invoices.ts';
import { organizationsRoutes } from './organizations.ts';
import { paymentRequestsRoutes } from './payment-requests.ts';
import { paymentsRoutes } from './payments.ts';
import { plansRoutes } from './plans.ts';
import { subscriptionsRoutes } from './subscriptions.ts';
import { taxesRoutes } from './taxes.ts';
import { walletTransactionsRoutes } from './wallet-transactions.ts';
import { walletsRoutes } from './wallets.ts';
import { webhookEndpointsRoutes } from './webhook-endpoints.ts';

/** Routes of every resource, under `/api/v1`. */
export const routes: readonly ((state: LagoState) => Hono)[] = [
  addOnsRoutes,
  appliedCouponsRoutes,
  billableMetricsRoutes,
  couponsRoutes,
  creditNotesRoutes,
  customerUsageRoutes,
  customersRoutes,
  eventsRoutes,
  feesRoutes,
  invoicesRoutes,
  organizationsRoutes,
  paymentRequestsRoutes,
  paymentsRoutes,
  plansRoutes,
  subscriptionsRoutes,
  taxesRoutes,
  walletTransactionsRoutes,
  walletsRoutes,
  webhookEndpointsRoutes,
];
