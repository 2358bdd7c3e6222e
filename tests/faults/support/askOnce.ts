/** A process of its own that asks an API once, with the product's own client, and prints what came of it. */
import { DEFAULT_QUERY } from '../../../common/query.ts';
import { createExperiaClient } from '../../../core/experia/client.ts';
import { systemClock } from '../../../core/node/systemClock.ts';
import { undiciFetch } from '../../../core/node/undiciFetch.ts';

const endpoint = { url: process.argv[2] ?? '', key: process.env['EXPERIA_API_KEY'] ?? '' };
const client = createExperiaClient(undiciFetch(), systemClock());
const result = await client.summary(endpoint, DEFAULT_QUERY, new AbortController().signal);
process.stdout.write(JSON.stringify(result.ok ? { ok: true } : { ok: false, ...result.error }));
process.exit();
