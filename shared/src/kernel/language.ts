import { z } from 'zod';

export const languageSchema = z.enum(['en', 'ne']);
/** Languages a person may read; romanised Nepali is understood but answered in `ne` or `en`. */
export type Language = z.infer<typeof languageSchema>;
