import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** Time-outs only end what hangs; they are long enough for a machine with ten times as much to do. */
const patience = {
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
  setupFiles: ['tests/patience.ts'],
};
const node = { environment: 'node', ...patience } as const;

export default defineConfig({
  test: {
    // Vitest leaves one core free unless told otherwise, which on two cores is half of them.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...node,
          name: 'node',
          include: ['tests/{common,core,server,scripts,security,electron,packaging,zones}/**/*.test.ts'],
        },
      },
      {
        plugins: [vue()],
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          ...patience,
          setupFiles: [...patience.setupFiles, 'tests/renderer/freshBrowser.ts'],
          include: ['tests/renderer/**/*.test.ts'],
        },
      },
      {
        plugins: [vue()],
        test: {
          name: 'faults',
          environment: './tests/faults/support/environment.ts',
          ...patience,
          include: ['tests/faults/**/*.test.ts'],
        },
      },
    ],
  },
});
