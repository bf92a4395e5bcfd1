import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const inBrowser = /\/test\/journeys\//;
const otherLong =
  /\/test\/(faults|identity|routes\/walk)|(settle-batch|two-executions|hostile-files|documents|real-data|olist|coverage|funnel-law|crash|year|credit|board|value|nobody-known|flaws-on-the-sla-page)\.test\.ts$/;

/**
 * What takes half a minute and more begins first: begun last, one of them would be waited for alone. Journeys, which
 * want the processor, take turns with what waits for engines.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const journeys = sorted.filter(({ moduleId }) => inBrowser.test(moduleId));
    const others = sorted.filter(({ moduleId }) => !inBrowser.test(moduleId) && otherLong.test(moduleId));
    const turns = Array.from({ length: Math.max(journeys.length, others.length) }, (_, turn) =>
      [journeys[turn], others[turn]].filter((file) => file !== undefined),
    ).flat();
    return [...turns, ...sorted.filter((file) => !turns.includes(file))];
  }
}

/** What ends processes, fills disks or drives a browser gets a process of its own. */
const apart = ['test/faults/**', 'test/journeys/**', 'src/platform/engines/**'];
// What is waited for comes at once where nothing else runs; beside two other files it may take its time.
const limits = { testTimeout: 60_000, hookTimeout: 90_000, expect: { poll: { timeout: 20_000 } } };
const limitsApart = { testTimeout: 180_000, hookTimeout: 240_000, expect: { poll: { timeout: 45_000 } } };

export default defineConfig({
  test: {
    // Each test file that needs engines shares the one pair started by the global setup. Three on two cores: journeys and
    // fault tests wait for a browser or a start half of their time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/global-setup.ts'],
    projects: [
      {
        // One after another in the same few processes, which load the program once.
        test: {
          name: 'together',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...apart, '**/node_modules/**'],
          isolate: false,
          ...limits,
        },
      },
      { test: { name: 'apart', include: apart.map((folder) => `${folder}/*.test.ts`), ...limitsApart } },
    ],
  },
});
