import { expect, onTestFinished, test } from 'vitest';
import { openTestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { recordStageChanges } from '../../people/index.ts';
import { acceptHandoff } from './accept-handoff.ts';
import { makeCompany } from './handoffs.test-support.ts';
import { closeHandoffStreams, liveHubOf } from './live/live-hub.ts';
import { startHandoffs } from './start-handoffs.ts';

test('a lead that passes the gate is offered by the worker, and open pages hear of it and of each move', async () => {
  const services = await openTestServices({ perTest: true });
  const company = await makeCompany(services);
  const ada = await company.member('sales', 'Ada');
  const { workspaceId } = company;
  onTestFinished(startHandoffs(services));
  onTestFinished(() => closeHandoffStreams(services));
  const page = liveHubOf(services).subscribe(workspaceId, null);
  const stranger = liveHubOf(services).subscribe(newId(), null);
  expect((await page.next()).value).toEqual({ what: 'ready' });
  expect((await stranger.next()).value).toEqual({ what: 'ready' });
  const changed = async () => {
    for (;;) {
      const { value } = await page.next();
      if (value?.what === 'changed') return value.handoffIds;
    }
  };
  const contactId = await company.lead({ name: 'Nora Lind' });
  await company.within((tx) =>
    recordStageChanges(tx, {
      workspaceId,
      changes: [{ contactId, outcome: 'reached', stage: 'mql', at: services.now(), source: 'definition' }],
    }),
  );
  const [handoffId = ''] = await changed();
  expect(await company.read(handoffId)).toMatchObject({ state: 'offered', contact: { name: 'Nora Lind' } });
  const accepted = changed();
  await ada.act((step) => acceptHandoff(step, { id: handoffId, revision: 1 }));
  expect(await accepted).toEqual([handoffId]);
  const due = await company.within((tx) =>
    tx.rows(sql`select id from handoff_due where contact_id = ${contactId}`),
  );
  expect(due).toEqual([]);
  stranger.end();
  for await (const event of stranger) expect(event.what).toBe('ready');
}, 60_000);
