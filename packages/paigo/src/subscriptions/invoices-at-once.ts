import type { Warning } from '@billport/core';

/** Said of whatever enrols or unenrols (`facts/paigo.md §3.2`). */
export const MAY_INVOICE =
  'Paigo enrols and unenrols at once, may invoice at once what that comes to, and tells neither billing periods nor how it prorates.';

/** The warning that goes with it. */
export const mayInvoice: Warning = { code: 'partial', message: MAY_INVOICE };
