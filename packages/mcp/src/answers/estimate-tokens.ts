/** Words of Latin letters, up to three digits, blanks, one other ASCII character, or one beyond. */
const PIECE = /[A-Za-z]+|\d{1,3}| +|./gsu;

function tokensOf(piece: string): number {
  const first = piece.charCodeAt(0);
  if (first > 0x7f) return Buffer.byteLength(piece);
  return /[A-Za-z]/.test(piece) ? Math.ceil((piece.length * 2) / 3) : 1;
}

/**
 * Tokens that a model needs for the text at most, within a few percent: no tokenizer is shipped,
 * so words count as if they were in no vocabulary.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECE)) tokens += tokensOf(piece);
  return tokens;
}

/** Whether the text may need more tokens than that; looks no further than it must. */
export function exceedsTokens(text: string, most: number): boolean {
  // No token is shorter than a byte.
  if (Buffer.byteLength(text) <= most) return false;
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECE)) {
    tokens += tokensOf(piece);
    if (tokens > most) return true;
  }
  return false;
}
