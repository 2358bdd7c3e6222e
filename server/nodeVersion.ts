/** Imported first by main.ts: an old Node would otherwise fail later with something nobody understands. */
const OLDEST_MAJOR = 22;
const major = Number(process.versions.node.split('.')[0]);

if (major < OLDEST_MAJOR) {
  process.stderr.write(`wallboard: Node.js ${OLDEST_MAJOR} or newer is needed, this is ${process.versions.node}\n`);
  process.exit(1);
}
