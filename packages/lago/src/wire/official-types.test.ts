import type {
  AppliedCouponInput,
  CouponCreateInput,
  CustomerCreateInput,
  TaxCreateInput,
} from 'lago-javascript-client';
import { expectTypeOf, it } from 'vitest';
import type { LagoAppliedCouponInput, LagoCouponInput } from './coupon.ts';
import type { LagoCustomerInput, LagoCustomerMetadataInput } from './customer.ts';
import type { LagoTaxInput } from './tax.ts';

type Customer = CustomerCreateInput['customer'];
type Coupon = CouponCreateInput['coupon'];
type AppliedCoupon = AppliedCouponInput['applied_coupon'];

/** The names of the fields of an object that may be absent. */
type FieldsOf<Type> = keyof NonNullable<Type>;

// The type check is the test: these lines do not compile where a body has a field that Lago's own
// client does not know. Lago would drop it without a word (facts/lago.md §a, Requests).
it('bodies have no field that Lago’s own client does not send', () => {
  expectTypeOf<FieldsOf<LagoTaxInput>>().toExtend<FieldsOf<TaxCreateInput['tax']>>();
  expectTypeOf<FieldsOf<LagoCustomerInput>>().toExtend<FieldsOf<Customer>>();
  expectTypeOf<FieldsOf<LagoCustomerInput['billing_configuration']>>().toExtend<
    FieldsOf<Customer['billing_configuration']>
  >();
  expectTypeOf<FieldsOf<LagoCustomerMetadataInput>>().toExtend<
    FieldsOf<NonNullable<Customer['metadata']>[number]>
  >();
  expectTypeOf<FieldsOf<LagoCouponInput>>().toExtend<FieldsOf<Coupon>>();
  expectTypeOf<FieldsOf<LagoCouponInput['applies_to']>>().toExtend<
    FieldsOf<Coupon['applies_to']>
  >();
  expectTypeOf<FieldsOf<LagoAppliedCouponInput>>().toExtend<FieldsOf<AppliedCoupon>>();
});
