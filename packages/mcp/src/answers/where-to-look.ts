/** Things that search_billing does not find, by what errors call them, and the tool that does. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  wallet: 'get_credits of its customer',
  'credit transaction': 'get_credits of its wallet',
  tax: 'get_catalog of the kind taxes',
  event: 'list_usage_events of its subscription',
  'credit note': 'read_operation with creditNotes.list',
  'applied coupon': 'read_operation with coupons.listApplied',
};

/**
 * The tool by which a thing of this kind is found.
 * @param noun as people say it: `credit note`; undefined where it is not known
 */
export function whereToLook(noun: string | undefined): string {
  return (
    (noun !== undefined && Object.hasOwn(ELSEWHERE, noun) && ELSEWHERE[noun]) || 'search_billing'
  );
}
