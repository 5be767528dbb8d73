import type {
  AppliedCouponInput,
  CouponCreateInput,
  CustomerCreateInput,
  TaxCreateInput,
} from 'lago-javascript-client';
import { expectTypeOf, it } from 'vitest';
import type { WireAppliedCouponInput, WireCouponInput } from './coupon.ts';
import type { WireCustomerInput, WireCustomerMetadataInput } from './customer.ts';
import type { WireTaxInput } from './tax.ts';

type Customer = CustomerCreateInput['customer'];
type Coupon = CouponCreateInput['coupon'];
type AppliedCoupon = AppliedCouponInput['applied_coupon'];

/** The names of the fields of an object that may be absent. */
type FieldsOf<Type> = keyof NonNullable<Type>;

// The type check is the test: these lines do not compile where a body has a field that Lago's own
// client does not know. Lago would drop it without a word (facts/lago.md §a, Requests).
it('bodies have no field that Lago’s own client does not send', () => {
  expectTypeOf<FieldsOf<WireTaxInput>>().toExtend<FieldsOf<TaxCreateInput['tax']>>();
  expectTypeOf<FieldsOf<WireCustomerInput>>().toExtend<FieldsOf<Customer>>();
  expectTypeOf<FieldsOf<WireCustomerInput['billing_configuration']>>().toExtend<
    FieldsOf<Customer['billing_configuration']>
  >();
  expectTypeOf<FieldsOf<WireCustomerMetadataInput>>().toExtend<
    FieldsOf<NonNullable<Customer['metadata']>[number]>
  >();
  expectTypeOf<FieldsOf<WireCouponInput>>().toExtend<FieldsOf<Coupon>>();
  expectTypeOf<FieldsOf<WireCouponInput['applies_to']>>().toExtend<
    FieldsOf<Coupon['applies_to']>
  >();
  expectTypeOf<FieldsOf<WireAppliedCouponInput>>().toExtend<FieldsOf<AppliedCoupon>>();
});
