import { BillingError } from './billing-error.ts';

/**
 * ISO 4217 currencies by the number of digits behind the point (the "minor unit" column).
 * Codes for which the standard gives no minor unit (gold, test and reserve codes) are left out:
 * an amount of them has no smallest unit to bill in. The last line of the two-digit codes holds
 * those that were withdrawn lately: old invoices still carry them.
 * Source: ISO 4217 maintenance agency, list one; withdrawn codes from list three.
 */
const CURRENCIES_BY_DIGITS = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD ' +
    'CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP ' +
    'GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK ' +
    'LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO ' +
    'NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS ' +
    'SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST ' +
    'XAD XCD XCG YER ZAR ZMW ZWG ' +
    'ANG BGN CUC HRK SLL ZWL',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
} as const;

const DIGITS: ReadonlyMap<string, number> = new Map(
  Object.entries(CURRENCIES_BY_DIGITS).flatMap(([digits, codes]) =>
    codes.split(' ').map((code) => [code, Number(digits)] as const),
  ),
);

/** All currency codes that amounts may have, in alphabetical order. */
export const currencyCodes: readonly string[] = Object.freeze([...DIGITS.keys()].sort());

/** Whether the text is a currency code that amounts may have. Codes are upper case. */
export function isCurrency(code: string): boolean {
  return DIGITS.has(code);
}

/**
 * Digits behind the point: 0 for JPY, 2 for USD, 3 for KWD.
 * @throws BillingError `invalid_input` for an unknown code.
 */
export function currencyDigits(code: string): number {
  const digits = DIGITS.get(code);
  if (digits === undefined) {
    throw new BillingError('invalid_input', {
      message: `${JSON.stringify(code)} is not an ISO 4217 currency: write its three capital letters, such as "USD".`,
    });
  }
  return digits;
}
