import { z } from 'zod';

// The page's policy forbids eval; zod would try it for speed and be refused noisily. Imported before any schema is made.
z.config({ jitless: true });
