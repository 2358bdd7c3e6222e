import { clearReports, runBuild, runChecks, runPlaywright, runVitest } from './testRunners.ts';
import { summarise } from './testReports.ts';

/** `npm test`: every check and every test, whatever failed before, and the sum in the last line. */

await clearReports();
const checks = await runChecks();
const build = await runBuild();
const unit = await runVitest();
const endToEnd = await runPlaywright(build.failed === 0);
const { lines, failed } = summarise([...checks, build, unit, endToEnd]);
process.stdout.write(`\n${lines.join('\n')}\n`);
process.exitCode = failed === 0 ? 0 : 1;
