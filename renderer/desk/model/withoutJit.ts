import { z } from 'zod';

// zod tries whether it may compile code when a schema is made; the content security policy reports the try. So this must be
// imported before any module with a schema.
z.config({ jitless: true });
