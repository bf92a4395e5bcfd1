import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // Each test file that needs engines shares the one pair started by the global setup. Three on two cores: journeys and
    // fault tests wait for a browser or a start half of their time.
    maxWorkers: 3,
    globalSetup: ['test/support/global-setup.ts'],
  },
});
