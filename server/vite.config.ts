import { defineConfig } from 'vite';

/** The browser shell as one file of plain Node, and its keychain worker as another; only the native keychain module stays outside. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  build: {
    ssr: true,
    outDir: 'out/server',
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: { main: 'server/main.ts', keychainWorker: 'core/node/keychainWorker.ts' },
      external: ['keytar'],
      output: { entryFileNames: '[name].js', format: 'es' },
    },
  },
  ssr: { noExternal: true, external: ['keytar'] },
});
