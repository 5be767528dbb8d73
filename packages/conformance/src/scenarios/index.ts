import type { Scenario } from '../scenario.ts';
import { agreementScenarios } from './agreement.ts';
import { couponScenarios } from './coupons.ts';
import { creditNoteScenarios } from './credit-notes.ts';
import { creditScenarios } from './credits.ts';
import { creditsOnInvoicesScenarios } from './credits-on-invoices.ts';
import { customerScenarios } from './customers.ts';
import { everyOperationScenarios } from './every-operation.ts';
import { faultScenarios } from './faults.ts';
import { healthScenarios } from './health.ts';
import { invoiceScenarios } from './invoices.ts';
import { metricScenarios } from './metrics.ts';
import { moneyScenarios } from './money.ts';
import { periodScenarios } from './periods.ts';
import { planScenarios } from './plans.ts';
import { ratingScenarios } from './rating.ts';
import { subscriptionScenarios } from './subscriptions.ts';
import { taxScenarios } from './taxes.ts';
import { usageScenarios } from './usage.ts';

/** Every scenario of the suite. Their order is part of the keys that they use. */
export const scenarios: readonly Scenario[] = Object.freeze([
  ...customerScenarios,
  ...metricScenarios,
  ...planScenarios,
  ...subscriptionScenarios,
  ...usageScenarios,
  ...creditScenarios,
  ...invoiceScenarios,
  ...couponScenarios,
  ...creditNoteScenarios,
  ...taxScenarios,
  ...healthScenarios,
  ...ratingScenarios,
  ...moneyScenarios,
  ...creditsOnInvoicesScenarios,
  ...periodScenarios,
  ...agreementScenarios,
  ...faultScenarios,
  ...everyOperationScenarios,
]);
