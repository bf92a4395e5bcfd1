import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { always, berlin, hourMs, makeHandoffs } from './clocks.test-support.ts';
import {
  type DueClock,
  type OnRing,
  pauseClocks,
  resumeClocks,
  ringAllDue,
  ringDue,
  startClock,
  startClocks,
  startRinging,
  stopClocks,
} from './index.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  await services.database.pool.query('delete from sla_clock');
});

const at = (time: string) => new Date(`${time}Z`);
const setNow = (time: string) => {
  services.setNow(at(time));
  return at(time);
};
const quiet = () => ({ ...services, log: { ...services.log, error: () => {} } });

async function setUp(count = 1) {
  const { workspaceId, handoffIds } = await makeHandoffs(services, count);
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const rang: DueClock[] = [];
  const onRing: OnRing = async (_, clock) => {
    rang.push(clock);
  };
  const [handoffId = ''] = handoffIds;
  const clocks = () =>
    inWorkspace((tx) =>
      tx.rows<{ kind: string; step: number; state: string; used: number; due: Date }>(sql`
        select kind, step, state, used_ms as used, due_at as due from sla_clock order by kind, step`),
    );
  return { workspaceId, handoffIds, handoffId, inWorkspace, rang, onRing, clocks };
}

describe('a clock counts office time', () => {
  it('is due when the office time allowed is over, and rings once', async () => {
    const { workspaceId, handoffId, inWorkspace, rang, onRing } = await setUp();
    const startedAt = setNow('2026-03-27T15:00:00');
    const { dueAt } = await inWorkspace((tx) =>
      startClock(tx, {
        workspaceId,
        handoffId,
        kind: 'first_response',
        calendar: berlin,
        startedAt,
        allowedMs: 4 * hourMs,
      }),
    );
    // Friday 16:00 in Berlin: one hour is left of the day; clocks are set on Sunday; three hours on Monday.
    expect(dueAt).toEqual(at('2026-03-30T10:00:00'));
    setNow('2026-03-30T09:59:59.999');
    expect(await ringDue(services, { onRing })).toMatchObject({ rung: 0, nextRingAt: dueAt });
    setNow('2026-03-30T10:00:00');
    expect(await ringDue(services, { onRing })).toMatchObject({ rung: 1, nextRingAt: null });
    expect(await ringDue(services, { onRing })).toMatchObject({ rung: 0 });
    setNow('2026-03-01T00:00:00');
    expect(await ringDue(services, { onRing })).toMatchObject({ rung: 0 });
    expect(rang).toMatchObject([{ handoffId, kind: 'first_response', allowedMs: 4 * hourMs, dueAt }]);
  });

  it('does not ring when stopped, and keeps the office time it took', async () => {
    const { workspaceId, handoffId, inWorkspace, rang, onRing, clocks } = await setUp();
    const startedAt = setNow('2026-05-04T07:00:00');
    const common = { workspaceId, handoffId, calendar: berlin, startedAt };
    await inWorkspace((tx) =>
      startClocks(tx, [
        { ...common, kind: 'first_response', allowedMs: 4 * hourMs },
        { ...common, kind: 'expiry', dueAt: at('2026-05-08T15:00:00') },
      ]),
    );
    const now = setNow('2026-05-04T09:30:00');
    const stopped = await inWorkspace((tx) => stopClocks(tx, { handoffId, kinds: ['first_response'], now }));
    expect(stopped).toBe(1);
    setNow('2026-06-01T00:00:00');
    await ringAllDue(services, onRing);
    expect(rang.map(({ kind }) => kind)).toEqual(['expiry']);
    expect(await clocks()).toMatchObject([
      { kind: 'expiry', state: 'rung', used: 40 * hourMs },
      { kind: 'first_response', state: 'stopped', used: 2.5 * hourMs },
    ]);
  });

  it('stands still while paused, over a weekend and a holiday', async () => {
    const { workspaceId, handoffId, inWorkspace, rang, onRing } = await setUp();
    const startedAt = setNow('2026-04-30T13:00:00');
    const common = { workspaceId, handoffId, calendar: berlin, startedAt };
    await inWorkspace((tx) =>
      startClocks(tx, [
        { ...common, kind: 'first_response', allowedMs: 4 * hourMs },
        { ...common, kind: 'disposition', dueAt: at('2026-05-06T15:00:00') },
        { ...common, kind: 'recycle', dueAt: at('2026-05-10T08:00:00') },
      ]),
    );
    // One hour later; then 1 May, a weekend, and two hours of Tuesday.
    const pausedAt = setNow('2026-04-30T14:00:00');
    expect(await inWorkspace((tx) => pauseClocks(tx, { handoffId, now: pausedAt }))).toBe(3);
    setNow('2026-05-05T09:00:00');
    expect(await ringDue(services, { onRing })).toMatchObject({ rung: 0, nextRingAt: null });
    const now = services.now();
    const resumed = await inWorkspace((tx) => resumeClocks(tx, { handoffId, now }));
    expect(Object.fromEntries(resumed.map(({ kind, dueAt }) => [kind, dueAt]))).toEqual({
      first_response: at('2026-05-05T12:00:00'),
      // The pause took one hour of Thursday, none of 1 May, eight of Monday and two of Tuesday.
      disposition: at('2026-05-08T10:00:00'),
      recycle: at('2026-05-12T10:00:00'),
    });
    setNow('2026-05-12T10:00:00');
    await ringAllDue(services, onRing);
    expect(rang.map(({ kind }) => kind)).toEqual(['first_response', 'disposition', 'recycle']);
  });

  it('rings what was due before a pause', async () => {
    const { workspaceId, handoffId, inWorkspace, rang, onRing } = await setUp();
    const startedAt = setNow('2026-05-04T07:00:00');
    await inWorkspace((tx) =>
      startClock(tx, {
        workspaceId,
        handoffId,
        kind: 'first_response',
        calendar: always,
        startedAt,
        allowedMs: hourMs,
      }),
    );
    const now = setNow('2026-05-04T08:00:01');
    expect(await inWorkspace((tx) => pauseClocks(tx, { handoffId, now }))).toBe(0);
    await ringAllDue(services, onRing);
    expect(rang).toHaveLength(1);
  });
});

describe('what a clock causes', () => {
  it('happens in its workspace, in the transaction that marks it rung, and may stop the next', async () => {
    const { workspaceId, handoffId, inWorkspace, rang, clocks } = await setUp();
    const startedAt = setNow('2026-05-04T07:00:00');
    const common = { workspaceId, handoffId, calendar: always, startedAt };
    await inWorkspace((tx) =>
      startClocks(tx, [
        { ...common, kind: 'disposition', allowedMs: hourMs },
        { ...common, kind: 'expiry', allowedMs: 2 * hourMs },
      ]),
    );
    setNow('2026-05-05T00:00:00');
    await ringAllDue(services, async (tx, clock, now) => {
      rang.push(clock);
      const seen = await tx.first<{ role: string; workspace: string }>(
        sql`select current_user as role, current_setting('liaison.workspace_id') as workspace`,
      );
      expect(seen).toEqual({ role: 'liaison_app', workspace: workspaceId });
      await stopClocks(tx, { handoffId: clock.handoffId, now });
    });
    expect(rang.map(({ kind }) => kind)).toEqual(['disposition']);
    expect(await clocks()).toMatchObject([{ state: 'rung' }, { state: 'stopped' }]);
  });

  it('is undone and tried again where it fails, later each time, without holding up others', async () => {
    const { workspaceId, handoffIds, inWorkspace, rang, clocks } = await setUp(2);
    const [bad = '', good = ''] = handoffIds;
    const startedAt = setNow('2026-05-04T07:00:00');
    const common = { workspaceId, kind: 'expiry' as const, calendar: always, startedAt, allowedMs: hourMs };
    await inWorkspace((tx) =>
      startClocks(tx, [
        { ...common, handoffId: bad },
        { ...common, handoffId: good },
      ]),
    );
    let isMended = false;
    const onRing: OnRing = async (tx, clock) => {
      if (clock.handoffId === bad && !isMended) {
        await tx.run(sql`update handoff set offered_by = 'undone' where id = ${bad}`);
        await tx.run(sql`select 1 / 0`);
      }
      rang.push(clock);
    };
    setNow('2026-05-04T08:00:00');
    expect(await ringDue(quiet(), { onRing })).toMatchObject({
      rung: 1,
      failed: 1,
      nextRingAt: at('2026-05-04T08:00:01'),
    });
    expect(await ringDue(quiet(), { onRing })).toMatchObject({ rung: 0, failed: 0 });
    setNow('2026-05-04T08:00:01');
    expect(await ringDue(quiet(), { onRing })).toMatchObject({
      failed: 1,
      nextRingAt: at('2026-05-04T08:00:05'),
    });
    isMended = true;
    // A clock of the house that was far ahead and is set back does not let it wait that long.
    await services.database.pool.query(
      `update sla_clock set retry_at = '2030-01-01' where state = 'running'`,
    );
    await ringAllDue(services, onRing);
    setNow('2026-05-04T09:00:01');
    await ringAllDue(services, onRing);
    expect(rang.map(({ handoffId }) => handoffId)).toEqual([good, bad]);
    expect(await clocks()).toMatchObject([{ state: 'rung' }, { state: 'rung' }]);
    const touched = await services.database.pool.query(
      `select from handoff where workspace_id = $1 and offered_by = 'undone'`,
      [workspaceId],
    );
    expect(touched.rowCount).toBe(0);
  });

  it('waits for the move at hand, which waits for nothing', async () => {
    const { workspaceId, handoffId, inWorkspace, rang, onRing } = await setUp();
    const startedAt = setNow('2026-05-04T07:00:00');
    await inWorkspace((tx) =>
      startClock(tx, {
        workspaceId,
        handoffId,
        kind: 'expiry',
        calendar: always,
        startedAt,
        allowedMs: hourMs,
      }),
    );
    const now = setNow('2026-05-04T08:00:00');
    await inWorkspace(async (tx) => {
      await tx.run(sql`select from handoff where id = ${handoffId} for update`);
      expect(await ringDue(services, { onRing })).toMatchObject({ rung: 0, nextRingAt: now });
      await stopClocks(tx, { handoffId, now });
    });
    await ringAllDue(services, onRing);
    expect(rang).toEqual([]);
  });

  it('happens once, however many ring at the same time', async () => {
    const { workspaceId, handoffIds, inWorkspace, rang, onRing } = await setUp(120);
    const startedAt = setNow('2026-05-04T07:00:00');
    await inWorkspace((tx) =>
      startClocks(
        tx,
        handoffIds.map((handoffId) => ({
          workspaceId,
          handoffId,
          kind: 'expiry' as const,
          calendar: always,
          startedAt,
          allowedMs: hourMs,
        })),
      ),
    );
    setNow('2026-05-04T08:00:00');
    const rounds = await Promise.all(Array.from({ length: 8 }, () => ringAllDue(services, onRing)));
    expect(rounds.reduce((total, rung) => total + rung, 0)).toBe(120);
    expect(new Set(rang.map(({ id }) => id)).size).toBe(120);
    expect(rang).toHaveLength(120);
  });
});

describe('the ringer', () => {
  it('is woken by an earlier clock, rings it in time, and goes on after its connections were cut', async () => {
    const real = { ...services, now: () => new Date() };
    const { workspaceId, handoffIds, inWorkspace } = await setUp(3);
    const rings = handoffIds.map(() => Promise.withResolvers<Date>());
    const stop = startRinging(real, async (_, clock) => {
      rings[handoffIds.indexOf(clock.handoffId)]?.resolve(new Date());
    });
    const set = (place: number, ms: number) => {
      const dueAt = new Date(Date.now() + ms);
      return inWorkspace(async (tx) => {
        await startClock(tx, {
          workspaceId,
          handoffId: handoffIds[place] ?? '',
          kind: 'expiry',
          calendar: always,
          startedAt: new Date(),
          dueAt,
        });
        return dueAt;
      });
    };
    try {
      await set(2, 3_600_000);
      for (const place of [0, 1]) {
        const dueAt = await set(place, 300);
        const rangAt = await rings[place]?.promise;
        expect((rangAt?.getTime() ?? 0) - dueAt.getTime()).toBeGreaterThanOrEqual(0);
        await services.database.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and application_name like 'liaison%'`,
        );
      }
    } finally {
      await stop();
    }
  });
});
