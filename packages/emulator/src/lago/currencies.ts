import { isCurrency } from '@billport/core';
import type { LagoState } from './state.ts';

/**
 * The currencies that Lago takes (`facts/lago.md §a` "Money"): not all of ISO 4217, and none with
 * three digits. Two that were withdrawn long ago, MRO and STD, are left out: the engine has none.
 */
const CURRENCIES: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BIF BMD BND BOB BRL BSD ' +
    'BWP BYN BZD CAD CDF CHF CLF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR ' +
    'FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR ISK JMD ' +
    'JPY KES KGS KHR KMF KRW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP ' +
    'MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN PYG QAR ' +
    'RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLL SOS SRD SZL THB TJS TOP TRY TTD TWD ' +
    'TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XOF XPF YER ZAR ZMW'
  ).split(' '),
);

/** Whether the account takes the code for a currency: Lago's list, or with `allCurrencies` ISO 4217. */
export const takesCurrency = ({ switches }: LagoState, code: string): boolean =>
  CURRENCIES.has(code) || (switches.allCurrencies && isCurrency(code));
