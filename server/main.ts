import './nodeVersion.ts';
import { runServer } from './run.ts';

process.exit(await runServer(process.argv.slice(2), process.env));
