import { readFileSync } from 'node:fs';

/** Prints how many tests passed and failed, from Vitest's JSON report, as the last line of a run. */
const path = process.argv[2];
if (!path) throw new Error('Usage: count-tests.ts REPORT.json');
const report: unknown = JSON.parse(readFileSync(path, 'utf8'));
const count = (name: string): number => {
  const value =
    typeof report === 'object' && report !== null
      ? Object.entries(report).find(([key]) => key === name)?.[1]
      : 0;
  return typeof value === 'number' ? value : 0;
};
const passed = count('numPassedTests');
const failed = Math.max(count('numFailedTests'), count('numFailedTestSuites') > 0 ? 1 : 0);
console.log(
  `${passed} passed, ${failed} failed, ${count('numPendingTests') + count('numTodoTests')} skipped`,
);
if (passed === 0) process.exitCode = 1;
