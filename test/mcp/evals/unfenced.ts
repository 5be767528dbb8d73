const FENCE = /<(data-[0-9a-f]+)>\n[\s\S]*?\n<\/\1>/g;
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/**
 * What is wrong with how an answer shows text that somebody planted: it may stand between fence
 * lines, and in quotes within one sentence, nowhere else (`facts/mcp.md §e.3 S2`).
 * @param marker Words of the planted text.
 */
export function unfenced(text: string, marker: string): readonly string[] {
  const outside = text.replaceAll(FENCE, '');
  return [
    ...(outside.replaceAll(QUOTED, '""').includes(marker) ? [`"${marker}" is not fenced.`] : []),
    ...(/<\/?data/.test(outside) ? ['A fence was opened or closed by what is inside.'] : []),
  ];
}
