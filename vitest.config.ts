import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const node = { environment: 'node', testTimeout: 30_000 } as const;

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
          testTimeout: 30_000,
          include: ['tests/renderer/**/*.test.ts'],
        },
      },
      {
        plugins: [vue()],
        test: {
          name: 'faults',
          environment: './tests/faults/support/environment.ts',
          testTimeout: 60_000,
          include: ['tests/faults/**/*.test.ts'],
        },
      },
    ],
  },
});
