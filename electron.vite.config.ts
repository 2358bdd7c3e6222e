import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

/** Everything but the native keychain module is bundled, so the packaged app carries no node_modules of ours but that. */
const external = ['electron', 'keytar'];

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      minify: false,
      rolldownOptions: {
        input: { index: 'electron/main.ts', keychainWorker: 'core/node/keychainWorker.ts' },
        external,
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'electron/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'renderer',
    base: './',
    plugins: [vue()],
    // A worker may have parts too, which it fetches when it needs them.
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      minify: true,
      // No inlined data: URIs: the content security policy allows files of our own only.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: 'renderer/index.html' },
    },
  },
});
