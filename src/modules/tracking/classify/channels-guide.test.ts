import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { defaultChannelRules } from './default-channels.ts';
import { describeRule } from './describe-rule.ts';
import { knownSiteNames } from './known-sites.ts';
import { clickIds } from './traffic-source.ts';

test('the guide shows the very table that is in force', async () => {
  const guide = await readFile('docs/guides/channels.md', 'utf8');
  for (const [index, rule] of defaultChannelRules.entries())
    expect(guide).toContain(`| ${index + 1} | ${rule.channel} | ${describeRule(rule)} |`);
  for (const id of Object.keys(clickIds)) expect(guide).toContain(`\`${id}\``);
  for (const [kind, names] of Object.entries(knownSiteNames()))
    expect(guide).toContain(`| ${kind} | ${names.join(', ')} |`);
});
