export { creditNoteDocument } from './credit-note-document.ts';
export { customerStatement } from './customer-statement.ts';
export { dataUrl } from './data-url.ts';
export { invoiceDocument } from './invoice-document.ts';
export { paymentDocument } from './payment-document.ts';
