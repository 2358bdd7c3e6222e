import { registerHooks } from 'node:module';

/** Loaded before the app: `electron` means the stand-in, and the process looks like Electron's main process. */
const electron = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: electron, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});

const version = '45.4.1-standin';
Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true });
Object.assign(process, { type: 'browser', defaultApp: true, resourcesPath: import.meta.dirname });
