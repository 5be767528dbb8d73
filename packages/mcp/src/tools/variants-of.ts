/** The values that tell the variants of a union of the contract apart, in its order. */
export function variantsOf<Name extends string, Value extends string>(
  union: {
    readonly options: readonly {
      readonly shape: { readonly [Key in Name]: { readonly value: Value } };
    }[];
  },
  name: Name,
): [Value, ...Value[]] {
  return union.options.map((option) => option.shape[name].value) as [Value, ...Value[]];
}
