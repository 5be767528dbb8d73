/** Longest timer that JavaScript keeps; longer ones fire at once. */
export const LONGEST_TIMER_MS = 2_147_483_647;
