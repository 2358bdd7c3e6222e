import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const node = { environment: 'node', testTimeout: 30_000 } as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: 'node',
          include: ['tests/{common,core,server,scripts,electron,zones}/**/*.test.ts'],
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
    ],
  },
});
