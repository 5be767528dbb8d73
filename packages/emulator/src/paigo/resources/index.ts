import type { Hono } from 'hono';
import type { PaigoState } from '../state.ts';
import { customerRoutes } from './customers.ts';
import { dimensionRoutes } from './dimensions.ts';
import { enrollmentRoutes } from './enrollment.ts';
import { invoiceRoutes } from './invoices.ts';
import { measurementRoutes } from './measurements.ts';
import { offeringRoutes } from './offerings.ts';
import { paymentRoutes } from './payments.ts';
import { settingsRoutes } from './settings.ts';
import { transactionRoutes } from './transactions.ts';
import { usageRoutes } from './usage.ts';
import { webhookRoutes } from './webhooks.ts';

/** The routes of each resource. */
export const routes: readonly ((state: PaigoState) => Hono)[] = [
  customerRoutes,
  enrollmentRoutes,
  dimensionRoutes,
  offeringRoutes,
  usageRoutes,
  transactionRoutes,
  invoiceRoutes,
  paymentRoutes,
  webhookRoutes,
  settingsRoutes,
  measurementRoutes,
];
