import { z } from 'zod';

/** A reference to a thing: its key, code, id or number, or what people call it. */
export const reference = (): z.ZodString => z.string().min(1).max(255);
