import { type Check, isTrueOrFalse, oneOf } from '../machinery/setting-checks.ts';
import { switchList } from '../machinery/switch-list.ts';

/**
 * What nobody outside Paigo knows for sure, and so can be set either way: each switch is an item of
 * `facts/paigo.md §6`. The first setting of each is the usual one. Each can be changed while it runs.
 */
export interface PaigoSwitches {
  /** §6.1: whether usage and ledger entries can be read at once, or only when waiting jobs are done. */
  reads: 'immediate' | 'delayed';
  /** §6.2: whether the metadata of a price group must be a part of the record's, or all of it. */
  groupMatch: 'subset' | 'exact';
  /** §6.3: whether records of one dimension at the same millisecond count once. */
  sameMoment: 'kept' | 'collapsed';
  /** §6.4: under which name invoices that are read tell their id. */
  invoiceIdField: 'invoiceId' | 'id' | 'none';
  /** §6.5: what a new invoice is answered with. */
  invoiceReply: 'flat' | 'list' | 'object' | 'message';
  /** §6.6: what a changed customer is answered with. */
  customerReply: 'echo' | 'message';
  /** §6.7: whether `data` of one thing is a list or the thing itself. */
  data: 'list' | 'object';
  /** §6.7: what `data` is where there is nothing. */
  emptyData: 'list' | 'null';
  /** §6.8: which enrolments `GET /enrollment` tells; a customer always lists all. */
  enrollmentReply: 'all' | 'latest';
  /** §6.8: whether prior offerings go when a request does not say so. */
  priorOfferings: 'stay' | 'go';
  /** §6.10: the type that `subscriptionPrice` must have. */
  subscriptionPrice: 'number' | 'string';
  /** §3.0: whether decimals are answered as text, or as numbers where they fit. */
  decimals: 'text' | 'number';
  /** §6.13: what a billing cycle that is left out means. */
  absentCycle: 'monthly' | 'none';
  /** §6.20, §6.21: what a malformed id of one of Paigo's own things is answered with. */
  malformedId: 'not_found' | 'bad_request';
  /** §6.21: what one thing that is not there is answered with. */
  missing: 'not_found' | 'empty';
  /** §3.1: what a customer id that is taken is answered with. */
  takenCustomerId: 'bad_request' | 'conflict';
  /** §2: whether refusals look like those of NestJS, or have a message only. */
  refusals: 'nest' | 'message';
  /** §6.27: whether a PUT changes what it names, or replaces the whole thing. */
  put: 'merge' | 'replace';
  /** §6.28: whether the id of a deleted customer can be used again. */
  deletedCustomerId: 'free' | 'taken';
  /** §6.30: the words for the status of an invoice: the document's or the guide's. */
  invoiceWords: 'document' | 'guide';
  /** §6.31: whether `totalAmountWithoutTax` is before or after credits. */
  invoiceTotal: 'before_credits' | 'after_credits';
  /** §6.32: what becomes of fields that the document does not have. */
  unknownFields: 'refused' | 'dropped';
  /** §6.33: whether lists of a PUT of an offering replace the former ones or add to them. */
  offeringLists: 'replace' | 'merge';
  /** §6.35: whether the same subscription to webhooks made twice is two. */
  sameWebhook: 'another' | 'same';
  /** §4: whether invoices begin as drafts that people release, or open. */
  invoiceApproval: 'automatic' | 'manual';
  /** §4: whether usage beyond an entitlement without overage is kept or refused. */
  beyondEntitlement: 'kept' | 'refused';
  /** §6.23: whether requests are limited: ten a second, without `Retry-After`. */
  rateLimits: boolean;
}

/** The settings of each switch; the usual one first. The only list of them. */
export const SWITCH_SETTINGS: {
  readonly [Name in keyof PaigoSwitches]: readonly PaigoSwitches[Name][];
} = {
  reads: ['immediate', 'delayed'],
  groupMatch: ['subset', 'exact'],
  sameMoment: ['kept', 'collapsed'],
  invoiceIdField: ['invoiceId', 'id', 'none'],
  invoiceReply: ['flat', 'list', 'object', 'message'],
  customerReply: ['echo', 'message'],
  data: ['list', 'object'],
  emptyData: ['list', 'null'],
  enrollmentReply: ['all', 'latest'],
  priorOfferings: ['stay', 'go'],
  subscriptionPrice: ['number', 'string'],
  decimals: ['text', 'number'],
  absentCycle: ['monthly', 'none'],
  malformedId: ['not_found', 'bad_request'],
  missing: ['not_found', 'empty'],
  takenCustomerId: ['bad_request', 'conflict'],
  refusals: ['nest', 'message'],
  put: ['merge', 'replace'],
  deletedCustomerId: ['free', 'taken'],
  invoiceWords: ['document', 'guide'],
  invoiceTotal: ['before_credits', 'after_credits'],
  unknownFields: ['refused', 'dropped'],
  offeringLists: ['replace', 'merge'],
  sameWebhook: ['another', 'same'],
  invoiceApproval: ['automatic', 'manual'],
  beyondEntitlement: ['kept', 'refused'],
  rateLimits: [false, true],
};

const names = Object.keys(SWITCH_SETTINGS) as (keyof PaigoSwitches)[];

const checkOf = (name: keyof PaigoSwitches): Check =>
  name === 'rateLimits' ? isTrueOrFalse : oneOf(SWITCH_SETTINGS[name] as readonly string[]);

/** What each switch may be. */
export const SWITCH_CHECKS = Object.fromEntries(
  names.map((name) => [name, checkOf(name)]),
) as Readonly<Record<keyof PaigoSwitches, Check>>;

/** The usual settings. */
export const DEFAULT_SWITCHES = Object.fromEntries(
  names.map((name) => [name, SWITCH_SETTINGS[name][0]]),
) as unknown as PaigoSwitches;

/** All switches of the emulator of Paigo. */
export const SWITCHES = switchList(DEFAULT_SWITCHES, SWITCH_CHECKS);
