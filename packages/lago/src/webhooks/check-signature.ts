/**
 * Checks that a signature is Lago's and over these bytes.
 * @throws BillingError `webhook_invalid` when it is not.
 */
export type CheckSignature = (signature: string, body: Uint8Array<ArrayBuffer>) => Promise<void>;
