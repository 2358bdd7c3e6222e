import { defineConfig } from 'vite';

/** The browser shell as one file of plain Node; only the native keychain module stays outside. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  build: {
    ssr: 'server/main.ts',
    outDir: 'out/server',
    target: 'node24',
    minify: false,
    rolldownOptions: { external: ['keytar'], output: { entryFileNames: '[name].js', format: 'es' } },
  },
  ssr: { noExternal: true, external: ['keytar'] },
});
