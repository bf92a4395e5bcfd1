import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { recordStageChanges } from '../../people/index.ts';
import { moveContact } from '../../people/lifecycle/move-contact.ts';
import { mergeRecords } from '../../people/merging/merge-records.ts';
import { settleRound } from './settle-standings.ts';
import {
  all,
  inDays,
  mainModel,
  makePlace,
  mqlStage,
  start,
  viewedPricing,
} from './standing.test-support.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

describe('what happens moves the score and the stage', () => {
  it('gives points and lets through the gate, with the version and the evidence', async () => {
    const place = await makePlace(services);
    await place.define('interest', mainModel);
    const versionId = await place.define('mql', mqlStage());
    const contactId = await place.addContact({ title: 'CFO' });
    await place.settle();
    expect(await place.scoreOf(contactId)).toMatchObject({
      fit: 5_000,
      engagement: 0,
      grade: 'A4',
      isOpen: true,
    });
    expect(await place.stageOf(contactId)).toBeNull();
    const first = await place.append({ contactId });
    await place.settle();
    expect(await place.scoreOf(contactId)).toMatchObject({ engagement: 10_000, grade: 'A2' });
    expect(await place.stageOf(contactId)).toBeNull();
    const second = await place.append({ contactId });
    await place.settle();
    expect(await place.scoreOf(contactId)).toMatchObject({ engagement: 20_000, grade: 'A1' });
    expect(await place.stageOf(contactId)).toBe('mql');
    const { scores, gates, why } = await place.read(contactId);
    const stored = await place.scoreOf(contactId);
    const sum = (entries: readonly { worth: number }[] = []) =>
      entries.reduce((total, entry) => total + Math.round(entry.worth * 1_000), 0);
    expect(sum(scores[0]?.ledger.fit)).toBe(stored?.fit);
    expect(sum(scores[0]?.ledger.engagement)).toBe(stored?.engagement);
    expect(gates).toMatchObject([
      { stageKey: 'mql', holds: true, parts: [{ holds: true, found: '2 of 2' }] },
    ]);
    expect(why).toMatchObject({
      outcome: 'reached',
      stage: 'mql',
      definition: { key: 'mql', interactions: 2 },
    });
    const [change, ...more] = await place.changesOf(contactId);
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      outcome: 'reached',
      source: 'definition',
      version: versionId,
      evidence: {
        definition: 'MQL',
        versionNumber: 1,
        parts: [{ holds: true, found: '2 of 2' }],
        scores: [{ key: 'interest', points: 25, grade: 'A1' }],
        interactionIds: expect.arrayContaining([first, second]),
      },
    });
  });

  it('counts a device while it is theirs, and no longer when it turns out to be somebody else', async () => {
    const place = await makePlace(services);
    await place.define('interest', mainModel);
    const [ada, bob] = [await place.addContact(), await place.addContact()];
    const profileId = newId();
    await place.inWorkspace(async (tx) => {
      await tx.run(sql`insert into profile (id, workspace_id, anonymous_id, first_seen_at, last_seen_at)
        values (${profileId}, ${place.workspaceId}, 'laptop', ${start}, ${start})`);
      await tx.run(sql`insert into profile_binding (id, workspace_id, profile_id, contact_id)
        values (${newId()}, ${place.workspaceId}, ${profileId}, ${ada})`);
    });
    await place.append({ profileId });
    await place.settle();
    expect(await place.scoreOf(ada)).toMatchObject({ engagement: 10_000 });
    await place.inWorkspace((tx) =>
      tx.run(sql`update profile_binding set contact_id = ${bob} where profile_id = ${profileId}`),
    );
    await place.settle();
    expect(await place.scoreOf(ada)).toMatchObject({ engagement: 0 });
    expect(await place.scoreOf(bob)).toMatchObject({ engagement: 10_000 });
  });

  it('takes the points back when a row is withdrawn', async () => {
    const place = await makePlace(services);
    await place.define('interest', mainModel);
    const contactId = await place.addContact();
    const id = await place.append({ contactId });
    await place.settle();
    expect(await place.scoreOf(contactId)).toMatchObject({ engagement: 10_000 });
    await place.append({ type: 'withdrawn', replacesId: id, url: null });
    await place.settle();
    expect(await place.scoreOf(contactId)).toMatchObject({ engagement: 0 });
  });

  it('counts nothing unverified, and everyone who took part', async () => {
    const place = await makePlace(services);
    await place.define('interest', mainModel);
    const [ada, bob] = [await place.addContact(), await place.addContact()];
    await place.append({ contactId: ada, verified: false });
    await place.append({ contactId: ada, otherContactIds: [bob], kind: 'person', type: 'call' });
    await place.settle();
    expect(await place.scoreOf(ada)).toMatchObject({ engagement: 10_000 });
    expect(await place.scoreOf(bob)).toMatchObject({ engagement: 10_000 });
  });

  it('looks again when a record or its company changes, and when people are merged', async () => {
    const place = await makePlace(services);
    await place.define('interest', {
      ...mainModel,
      model: {
        ...mainModel.model,
        fit: {
          ...mainModel.model.fit,
          signals: [
            ...mainModel.model.fit.signals,
            {
              key: 'industry',
              name: 'Industry',
              points: 2,
              rule: all({ field: 'account.industry', operator: 'in', value: ['energy'] }),
            },
          ],
        },
      },
    });
    const accountId = newId();
    await place.inWorkspace((tx) =>
      tx.run(
        sql`insert into account (id, workspace_id, name) values (${accountId}, ${place.workspaceId}, 'Works')`,
      ),
    );
    const kept = await place.addContact({ accountId });
    const merged = await place.addContact();
    await place.append({ contactId: merged });
    await place.settle();
    expect(await place.scoreOf(kept)).toMatchObject({ fit: 0 });
    await place.inWorkspace((tx) => tx.run(sql`update contact set title = 'CFO' where id = ${kept}`));
    await place.inWorkspace((tx) =>
      tx.run(sql`update account set industry = 'Energy' where id = ${accountId}`),
    );
    await place.settle();
    expect(await place.scoreOf(kept)).toMatchObject({ fit: 7_000, engagement: 0 });
    await place.inWorkspace((tx) =>
      mergeRecords({
        tx,
        workspaceId: place.workspaceId,
        actor: place.actor,
        now: services.now(),
        recordType: 'contact',
        keptId: kept,
        mergedId: merged,
        choices: {},
      }),
    );
    await place.settle();
    expect(await place.scoreOf(kept)).toMatchObject({ fit: 7_000, engagement: 10_000 });
    expect(await place.scoreOf(merged)).toBeNull();
  });
});

describe('time alone moves it', () => {
  it('fades what was done and counts silence, without anybody looking', async () => {
    const place = await makePlace(services);
    await place.define('interest', mainModel);
    await place.define(
      'mql',
      mqlStage({ sendsBack: all({ field: 'interactions.days_since_last', value: 30 }) }),
    );
    const contactId = await place.addContact();
    await place.append({ contactId });
    await place.append({ contactId });
    await place.settle();
    expect(await place.stageOf(contactId)).toBe('mql');
    services.setNow(inDays(10));
    await place.settle();
    expect(await place.scoreOf(contactId)).toMatchObject({ engagement: 10_000, at: inDays(10) });
    expect(await place.stageOf(contactId)).toBe('mql');
    services.setNow(inDays(30));
    await place.settle();
    expect(await place.scoreOf(contactId)).toMatchObject({ engagement: 2_500 - 3_000, grade: 'D4' });
    expect(await place.stageOf(contactId)).toBe('inquiry');
    expect((await place.changesOf(contactId)).map(({ outcome, stage }) => `${outcome} ${stage}`)).toEqual([
      'reached mql',
      'returned inquiry',
    ]);
  });

  it('is due exactly when it next changes: just before, nothing is another', async () => {
    const place = await makePlace(services);
    await place.define('interest', mainModel);
    const contactId = await place.addContact();
    await place.append({ contactId });
    await place.settle();
    const seen = (score: { engagement: number; grade: string } | undefined | null, unit: number) =>
      `${Math.round((score?.engagement ?? 0) / unit)} ${score?.grade}`;
    for (let step = 0; step < 5; step += 1) {
      const stored = await place.scoreOf(contactId);
      if (!stored?.next) throw new Error('it fades');
      services.setNow(new Date(stored.next.getTime() - 1));
      const [before] = (await place.read(contactId)).scores;
      expect(seen(before, 1)).toBe(seen(stored, 1_000));
      expect(await settleRound(services)).toBe(0);
      services.setNow(stored.next);
      await place.settle();
      const next = await place.scoreOf(contactId);
      const [now] = (await place.read(contactId)).scores;
      expect(now?.engagement).toBe((next?.engagement ?? 0) / 1_000);
      expect(seen(next, 1_000)).not.toBe(seen(stored, 1_000));
    }
  });

  it('counts a meeting from when it takes place', async () => {
    const place = await makePlace(services);
    await place.define('interest', mainModel);
    const contactId = await place.addContact();
    await place.append({ contactId, occurredAt: inDays(3) });
    await place.settle();
    expect(await place.scoreOf(contactId)).toMatchObject({ engagement: 0 });
    services.setNow(inDays(3));
    await place.settle();
    expect(await place.scoreOf(contactId)).toMatchObject({ engagement: 10_000 });
  });
});

describe('whom gates move', () => {
  it('moves nobody by what is unsigned, and everybody it holds for once it is signed', async () => {
    const place = await makePlace(services);
    await place.define('interest', mainModel, { unsigned: true });
    await place.define('mql', mqlStage(), { unsigned: true });
    const contactId = await place.addContact();
    await place.append({ contactId });
    await place.append({ contactId });
    await place.settle();
    expect(await place.scoreOf(contactId)).toMatchObject({ engagement: 20_000 });
    expect(await place.stageOf(contactId)).toBeNull();
    await place.define('mql', mqlStage());
    await place.settle();
    expect(await place.stageOf(contactId)).toBe('mql');
  });

  it('leaves who was sent back by hand there until they do something more', async () => {
    const place = await makePlace(services);
    await place.define('mql', mqlStage());
    const contactId = await place.addContact();
    await place.append({ contactId });
    await place.append({ contactId });
    await place.settle();
    services.setNow(inDays(1));
    await place.inWorkspace((tx) =>
      moveContact({
        tx,
        workspaceId: place.workspaceId,
        actor: place.actor,
        now: services.now(),
        id: contactId,
        outcome: 'returned',
        stage: 'inquiry',
        reason: 'only looked by mistake',
      }),
    );
    await place.settle();
    await place.inWorkspace((tx) => tx.run(sql`update contact set title = 'CFO' where id = ${contactId}`));
    await place.append({ contactId, type: 'email_sent', url: null });
    await place.settle();
    expect(await place.stageOf(contactId)).toBe('inquiry');
    services.setNow(inDays(2));
    await place.append({ contactId });
    await place.settle();
    expect(await place.stageOf(contactId)).toBe('mql');
  });

  it('opens who has left again only when they come back', async () => {
    const place = await makePlace(services);
    await place.define('mql', mqlStage());
    const contactId = await place.addContact();
    await place.append({ contactId, occurredAt: inDays(-2) });
    await place.append({ contactId, occurredAt: inDays(-2) });
    await place.inWorkspace((tx) =>
      recordStageChanges(tx, {
        workspaceId: place.workspaceId,
        changes: [
          { contactId, outcome: 'left', stage: 'sal', at: inDays(-1), source: 'import', reason: 'no budget' },
        ],
      }),
    );
    await place.settle();
    expect(await place.stageOf(contactId)).toBe('left sal');
    await place.append({ contactId });
    await place.settle();
    expect(await place.stageOf(contactId)).toBe('mql');
  });

  it('never lets a lead go to and fro, whatever gate and way back ask', async () => {
    const place = await makePlace(services);
    await place.define('mql', mqlStage({ gate: viewedPricing(1), sendsBack: viewedPricing(1) }));
    await place.define('sal', {
      ...mqlStage(),
      stageKey: 'sal',
      gate: viewedPricing(1),
      sendsBack: viewedPricing(2),
    });
    const contactId = await place.addContact();
    for (let count = 0; count < 4; count += 1) {
      services.setNow(inDays(count));
      await place.append({ contactId });
      await place.settle();
    }
    expect((await place.changesOf(contactId)).map(({ outcome, stage }) => `${outcome} ${stage}`)).toEqual([
      'reached sal',
      'returned mql',
      'returned inquiry',
    ]);
  });
});

describe('nobody is forgotten', () => {
  it('does the same again after a stop between the log and the leads', async () => {
    const place = await makePlace(services);
    await place.define('interest', mainModel);
    await place.define('mql', mqlStage());
    const contactId = await place.addContact();
    await place.settle();
    await place.append({ contactId });
    await place.append({ contactId });
    const broken = {
      ...services,
      database: {
        ...services.database,
        inWorkspace: () => Promise.reject(new Error('killed')),
      },
    };
    await expect(settleRound(broken)).rejects.toThrow('killed');
    expect(await place.stageOf(contactId)).toBeNull();
    await place.settle();
    expect(await place.stageOf(contactId)).toBe('mql');
    await place.inWorkspace((tx) =>
      tx.run(sql`insert into standing_change (workspace_id, urgency, kind, record_id)
        values (${place.workspaceId}, 0, 'contact', ${contactId}), (${place.workspaceId}, 1, 'contact', ${contactId})`),
    );
    await place.settle();
    expect(await place.changesOf(contactId)).toHaveLength(1);
  });

  it('looks at everybody again where what the words mean changes, and forgets scores of what is no longer in force', async () => {
    const place = await makePlace(services);
    await place.define('interest', mainModel);
    const contactId = await place.addContact();
    await place.append({ contactId });
    await place.settle();
    const [signal] = mainModel.model.engagement.signals;
    if (!signal) throw new Error('a signal');
    await place.define('interest', {
      ...mainModel,
      model: {
        ...mainModel.model,
        engagement: { ...mainModel.model.engagement, signals: [{ ...signal, points: 30 }] },
      },
    });
    await place.settle();
    expect(await place.scoreOf(contactId)).toMatchObject({ engagement: 30_000 });
    await place.inWorkspace((tx) => tx.run(sql`update definition_version set status = 'withdrawn'`));
    await place.settle();
    expect(await place.scoreOf(contactId)).toBeNull();
  });
});
