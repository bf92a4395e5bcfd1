import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildViewer } from './build-viewer.ts';

const mostScriptBytes = 25_000;
const mostStyleBytes = 6_000;

test('the reading page weighs little: its script under 25 KB gzipped, the style in it under 6', async () => {
  const { script, style } = await buildViewer();
  expect(gzipSync(script, { level: 9 }).length).toBeLessThan(mostScriptBytes);
  expect(gzipSync(style, { level: 9 }).length).toBeLessThan(mostStyleBytes);
  // It stands inside a <style> element.
  expect(style).not.toContain('</');
});
