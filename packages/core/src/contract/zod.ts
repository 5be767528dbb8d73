// The one import of zod's value: bundlers keep an import for each file that has one.
export { z } from 'zod';
