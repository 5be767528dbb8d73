/** Markup whose text was escaped. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: text, which is escaped; markup, which is not; or nothing. */
type Part = string | number | Html | readonly Html[] | undefined;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'object') {
    return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
  }
  return String(part).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A template of HTML. Text that is put into it is escaped, so that it can never be markup. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.reduce(
    (text, string, index) => text + markupOf(parts[index - 1]) + string,
  );
  return { markup };
}
