/** A document to be found: texts, each with how much a word in it counts. */
export interface SearchDocument {
  readonly id: string;
  readonly texts: readonly { readonly text: string; readonly weight: number }[];
}

/** A document that was found. */
export interface SearchHit {
  readonly id: string;
  readonly score: number;
}

/** How fast a further occurrence of a word stops counting, and how much long documents are held down. */
const SATURATION = 1.2;
const LENGTH_SHARE = 0.6;

const SUFFIXES: readonly (readonly [ending: RegExp, stem: string])[] = [
  [/(?:ies|ied)$/, 'y'],
  [/(?<=[a-z]{4})ing$/, ''],
  [/(?<=[a-z]{3})ed$/, ''],
  [/(?<=[^s])s$/, ''],
];

/** The stem of a word, the same for `invoice`, `invoices` and `invoiced`. */
function stem(word: string): string {
  const suffix = SUFFIXES.find(([ending]) => ending.test(word));
  const short = suffix === undefined ? word : word.replace(suffix[0], suffix[1]);
  return short.length > 3 ? short.replace(/e$/, '') : short;
}

/** Words that say nothing about what a text is of. */
const EMPTY = new Set(
  'a an and are as at be by can did do does for from had has have how i if in is it its let me much my of on or our so that the their them then these they this those to was we were what when where which who why will with would you your'.split(
    ' ',
  ),
);

/** Stems of the words of a text that say something; `listApplied` is two words. */
export function stemsOf(text: string): string[] {
  const words = text
    .normalize('NFKC')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .replace(/'s\b/g, '')
    .match(/[\p{L}\p{N}]+/gu);
  return (words ?? []).filter((word) => !EMPTY.has(word)).map(stem);
}

interface IndexedDocument {
  readonly id: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

function indexed({ id, texts }: SearchDocument): IndexedDocument {
  const counts = new Map<string, number>();
  let length = 0;
  for (const { text, weight } of texts) {
    for (const word of stemsOf(text)) {
      counts.set(word, (counts.get(word) ?? 0) + weight);
      length += weight;
    }
  }
  return { id, counts, length };
}

/** Documents ranked by Okapi BM25 over weighted texts. Built once, then only read. */
export class SearchIndex {
  readonly #documents: readonly IndexedDocument[];
  readonly #meanLength: number;
  /** In how many documents a stem occurs. */
  readonly #spread = new Map<string, number>();

  constructor(documents: readonly SearchDocument[]) {
    this.#documents = documents.map(indexed);
    const total = this.#documents.reduce((sum, { length }) => sum + length, 0);
    this.#meanLength = total / Math.max(1, documents.length);
    for (const { counts } of this.#documents) {
      for (const word of counts.keys()) this.#spread.set(word, (this.#spread.get(word) ?? 0) + 1);
    }
  }

  /** The best `limit` documents for stems with their weights, best first. None scores zero. */
  search(stems: ReadonlyMap<string, number>, limit: number): SearchHit[] {
    return this.#documents
      .map((document) => ({ id: document.id, score: this.#score(document, stems) }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score || one.id.localeCompare(other.id))
      .slice(0, limit);
  }

  #score({ counts, length }: IndexedDocument, stems: ReadonlyMap<string, number>): number {
    const held = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * (length / this.#meanLength));
    let score = 0;
    for (const [word, weight] of stems) {
      const count = counts.get(word);
      if (count === undefined) continue;
      score += weight * this.#rarity(word) * ((count * (SATURATION + 1)) / (count + held));
    }
    return score;
  }

  #rarity(word: string): number {
    const spread = this.#spread.get(word) ?? 0;
    return Math.log(1 + (this.#documents.length - spread + 0.5) / (spread + 0.5));
  }
}
