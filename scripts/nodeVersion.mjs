// Loaded before the TypeScript scripts (`node --import`), in plain JavaScript so that an old Node can read it. npm scripts
// run on the Node of devDependencies; an installation without install scripts silently falls back to the machine's own.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `wallboard: Node.js 22.18 or newer is needed, this is ${process.versions.node} (npm ci without --ignore-scripts brings its own)\n`,
  );
  process.exit(1);
}
