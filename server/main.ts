import './nodeVersion.ts';
import { endProcess } from './endProcess.ts';
import { runServer } from './run.ts';

endProcess(await runServer(process.argv.slice(2), process.env));
