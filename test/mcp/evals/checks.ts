/** An answer with numbers written one way: no thousands separators. */
const plain = (answer: string) => answer.replaceAll(/(?<=\d),(?=\d{3})/g, '');

const escaped = (words: string) => words.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const isIn = (answer: string, words: string) =>
  new RegExp(`(?<![\\w.])${escaped(words)}(?!\\w|\\.\\d)`, 'iu').test(plain(answer));

/** One sentence for each thing that the answer should name and does not. */
export function missing(answer: string, things: readonly string[]): readonly string[] {
  return things.filter((each) => !isIn(answer, each)).map((each) => `The answer lacks ${each}.`);
}

/** One sentence for each thing that the answer names and should not. */
export function added(answer: string, things: readonly string[]): readonly string[] {
  return things.filter((each) => isIn(answer, each)).map((each) => `The answer has ${each}.`);
}

/** One sentence where two things that JSON can tell apart are not the same. */
export function differs(what: string, found: unknown, wanted: unknown): readonly string[] {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  return one === other ? [] : [`${what} is ${one ?? 'not there'} instead of ${other}.`];
}
