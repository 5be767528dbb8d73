import type { CustomerRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';

type Channel = Pick<CustomerRecord, 'paymentChannel' | 'paymentChannelOptions'>;

interface Options {
  readonly stripeCustomerId?: string | undefined;
}

/** The customer at Stripe: the given one, or one that Paigo makes; none on the manual channel. */
export function stripeCustomerOf(
  state: PaigoState,
  { paymentChannel, paymentChannelOptions: former }: Channel,
  options: Options | undefined,
): CustomerRecord['paymentChannelOptions'] {
  const given = options?.stripeCustomerId ?? former?.stripeCustomerId;
  if (given) return { stripeCustomerId: given };
  if (paymentChannel === 'manual') return undefined;
  return { stripeCustomerId: `cus_${state.ids.next().replaceAll('-', '').slice(-14)}` };
}

/** A page of Stripe where customers enter what they pay with; good for a short time only. */
export function portalUrl(state: PaigoState, stripeCustomerId: string): string {
  const customer = encodeURIComponent(stripeCustomerId);
  return `${state.url}/stripe-portal?customerId=${customer}&session=${state.ids.next()}`;
}
