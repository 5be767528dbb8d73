/** An update input without the fields that name the object. */
type Changes<Document> = {
  readonly [Field in keyof Document]?: Document[Field] | null | undefined;
};

/**
 * The document with the fields of an update: absent fields stay, null clears, the rest replaces.
 * Fields of `changes` that are not fields of the document must be taken out before.
 */
export function applyChanges<Document extends object>(
  document: Document,
  changes: Changes<Document>,
): Document {
  const result = { ...document } as Record<string, unknown>;
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    if (value === null) delete result[field];
    else result[field] = value;
  }
  return result as Document;
}

/** The object without its undefined fields, as JSON would keep it. */
export function compact<Value extends object>(value: Value): Value {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined),
  ) as Value;
}
