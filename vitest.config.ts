import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // Two cores: each test file that needs engines shares the one pair started by the global setup.
    maxWorkers: 2,
    globalSetup: ['test/support/global-setup.ts'],
  },
});
