import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type SignedIn, signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { type Letter, type Mailer, MailRefused } from '../../../platform/mail/mailer.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { composeFigures } from './compose-figures.ts';
import type { ScheduleInput } from './contract.ts';
import { readNote, writeNote } from './notes/notes.ts';
import { sendBoardPages } from './register-board-jobs.ts';
import { keepReport } from './reports/keep-report.ts';
import { drawReport, listReports, loadReport } from './reports/read-reports.ts';
import { addAddress, confirmAddress } from './sending/addresses.ts';
import { listSendings } from './sending/list-sendings.ts';
import { listSchedules, saveSchedule } from './sending/schedules.ts';
import { stopMail } from './sending/stop-mail.ts';

const now = new Date('2026-11-22T10:00:00Z');

let services: TestServices;
let company: TestWorkspace;
let head: SignedIn;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  services.setNow(now);
  company = await createTestWorkspace(services, { timeZone: 'Europe/Berlin' });
  head = await signInMember(services, { workspaceId: company.workspaceId, role: 'admin', name: 'Hanna' });
});

const within = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(company.workspaceId, work);
const step = (tx: Tx) => ({ tx, ...company, now: services.now() });

function deal(part: {
  opened: string;
  closed?: string;
  status?: 'open' | 'won' | 'lost';
  minor?: number;
  currency?: string;
}): Promise<number> {
  return within((tx) =>
    tx.run(sql`insert into opportunity (id, workspace_id, name, amount_minor, currency, stage, status, opened_at, closed_at)
      values (${newId()}, ${company.workspaceId}, 'A deal', ${part.minor ?? 100_000}, ${part.currency ?? 'EUR'}, 'Proposal',
        ${part.status ?? 'open'}, ${new Date(part.opened)}, ${part.closed ? new Date(part.closed) : null})`),
  );
}

const figures = (quarter?: string) => composeFigures(services, { workspaceId: company.workspaceId, quarter });

/** Takes mails; refuses those to whoever is named. */
function postbox(refuses: { address?: string; lasting?: boolean } = {}): {
  mailer: Mailer;
  letters: Letter[];
} {
  const letters: Letter[] = [];
  const send = async (letter: Letter) => {
    if (letter.to.address === refuses.address)
      throw new MailRefused('550 no such person', { lasting: refuses.lasting ?? true });
    letters.push(letter);
    return '250 ok';
  };
  return { mailer: { from: 'Liaison <liaison@company.example>', send }, letters };
}

const schedule = (part: Partial<ScheduleInput> = {}): ScheduleInput => ({
  cadence: 'weekly',
  weekday: 1,
  dayOfMonth: 1,
  hour: 8,
  about: 'running',
  paper: 'a4',
  isOn: true,
  memberIds: [head.userId],
  addressIds: [],
  ...part,
});

test('a running quarter stands beside the same days of the one before, and money is converted', async () => {
  await deal({ opened: '2026-09-01', closed: '2026-10-20', status: 'won', minor: 200_000 });
  await deal({ opened: '2026-09-01', closed: '2026-11-02', status: 'won', minor: 100_000, currency: 'USD' });
  await deal({ opened: '2026-10-05', minor: 70_000, currency: 'CHF' });
  await deal({ opened: '2026-06-01', closed: '2026-08-01', status: 'won', minor: 50_000 });
  await deal({ opened: '2026-06-01', closed: '2026-09-20', status: 'won', minor: 900_000 });
  await within((tx) =>
    tx.run(sql`insert into currency_rate (id, workspace_id, currency, valid_from, rate)
      values (${newId()}, ${company.workspaceId}, 'USD', '2026-01-01', 0.5)`),
  );
  const told = await figures();
  expect(told.won.now).toEqual({ deals: 2, amountMinor: 250_000 });
  expect(told.won.before).toEqual({ deals: 1, amountMinor: 50_000 });
  expect(told.leftOut.join(' ')).toContain('1 deal in a currency without a rate');
  expect(told.headline[0]).toContain('€2,500 won in Q4 2026');
  const whole = await figures('2026-Q3');
  expect(whole.quarter).toMatchObject({ isRunning: false, day: 92, end: '2026-09-30' });
  expect(whole.won.now).toEqual({ deals: 2, amountMinor: 950_000 });
});

test('cost is what is recorded, spread over its days; a budget is none', async () => {
  await within(async (tx) => {
    await tx.run(sql`insert into campaign (id, workspace_id, name, starts_on, ends_on, cost_minor, budget_minor, currency)
      values (${newId()}, ${company.workspaceId}, 'Fair', '2026-09-21', '2026-10-10', 200_000, 900_000, 'EUR'),
        (${newId()}, ${company.workspaceId}, 'Mails', '2026-10-01', '2026-10-31', null, 500_000, 'EUR')`);
  });
  const { cost } = await figures();
  expect(cost).toMatchObject({ spentMinor: 100_000, campaigns: 2, withoutCost: 1 });
});

test('a kept page keeps its figures and its PDF, whatever happens afterwards', async () => {
  await deal({ opened: '2026-09-01', closed: '2026-10-20', status: 'won' });
  const { workspaceId } = company;
  const before = await figures();
  const kept = await within((tx) =>
    keepReport({
      tx,
      workspaceId,
      figures: before,
      noteText: 'Ein guter Anfang – 好',
      cause: 'kept',
      paper: 'letter',
      madeBy: 'Hanna',
    }),
  );
  await deal({ opened: '2026-09-01', closed: '2026-10-21', status: 'won' });
  const report = await within((tx) => loadReport(tx, kept.id));
  expect(report.figures).toEqual(before);
  const again = await drawReport(report);
  expect(again.isIntact).toBe(true);
  expect(Buffer.from(again.pdf).equals(Buffer.from(kept.pdf))).toBe(true);
  const text = Buffer.from(kept.pdf).toString('latin1');
  expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
  expect(text).toContain('/MediaBox [0 0 612 792]');
  expect(text).toContain('/Lang (en-GB)');
  await expect(
    within((tx) => tx.run(sql`update board_report set made_by = 'Nobody' where id = ${kept.id}`)),
  ).rejects.toThrow();
});

test('of two who write at once the second reads first', async () => {
  const write = (text: string, revision: number) =>
    within((tx) => writeNote({ ...step(tx), quarter: '2026-Q4', text, revision }));
  await write('A slow start.', 0);
  await expect(write('A fine start.', 0)).rejects.toMatchObject({ code: 'conflict' });
  await write('A fine start.', 1);
  expect(await within((tx) => readNote(tx, '2026-Q4'))).toMatchObject({ text: 'A fine start.', revision: 2 });
});

test('a page that is due goes out once, with its PDF, to members and to whom an administrator confirmed', async () => {
  await deal({ opened: '2026-09-01', closed: '2026-10-20', status: 'won' });
  const [ruth, otto] = await within(async (tx) => [
    await addAddress(step(tx), { name: 'Ruth', address: 'ruth@board.example' }),
    await addAddress(step(tx), { name: 'Otto', address: 'otto@board.example' }),
  ]);
  await within((tx) => confirmAddress(step(tx), { id: ruth?.id ?? '' }));
  const made = await within((tx) =>
    saveSchedule(step(tx), schedule({ addressIds: [ruth?.id ?? '', otto?.id ?? ''] })),
  );
  expect(made.nextAt).toBe('2026-11-23T07:00:00.000Z');
  const { mailer, letters } = postbox();
  await sendBoardPages(services, mailer);
  expect(letters).toHaveLength(0);
  services.setNow(new Date('2026-11-23T07:00:30Z'));
  await sendBoardPages(services, mailer);
  await sendBoardPages(services, mailer);
  expect(letters.map(({ to }) => to.address).sort()).toEqual([head.email, 'ruth@board.example'].sort());
  expect(letters[0]?.attachments?.[0]?.content.subarray(0, 5).toString()).toBe('%PDF-');
  expect(letters[0]?.text).toContain('€1,000 won in Q4 2026');
  const [after] = await within(listSchedules);
  expect(after).toMatchObject({ nextAt: '2026-11-30T07:00:00.000Z', lastAt: '2026-11-23T07:00:30.000Z' });
  const { items } = await within((tx) => listReports(tx, { limit: 10 }));
  expect(items).toMatchObject([{ cause: 'sent', recipients: 2 }]);
});

test('what a mail server refuses for good is said; what it may take later is tried again', async () => {
  await within((tx) => saveSchedule(step(tx), schedule()));
  services.setNow(new Date('2026-11-23T07:00:30Z'));
  await sendBoardPages(services, postbox({ address: head.email, lasting: false }).mailer);
  const first = await within((tx) => listSendings(tx, { limit: 10 }));
  expect(first.items).toMatchObject([{ state: 'waiting', attempts: 1, error: '550 no such person' }]);
  services.setNow(new Date('2026-11-23T09:00:00Z'));
  await sendBoardPages(services, postbox({ address: head.email }).mailer);
  const then = await within((tx) => listSendings(tx, { limit: 10 }));
  expect(then.items).toMatchObject([{ state: 'dead', attempts: 2 }]);
});

test('whoever asks for no more by the link in a mail gets none', async () => {
  await within((tx) => saveSchedule(step(tx), schedule()));
  services.setNow(new Date('2026-11-23T07:00:30Z'));
  const { mailer, letters } = postbox();
  const mine = () => letters.filter(({ to }) => to.address === head.email);
  await sendBoardPages(services, mailer);
  const link = mine()[0]?.headers['List-Unsubscribe'] ?? '';
  const token = /board-mail-stops\/(.+)>$/.exec(link)?.[1] ?? '';
  await stopMail(services, token);
  services.setNow(new Date('2026-11-30T07:00:30Z'));
  await sendBoardPages(services, mailer);
  expect(mine()).toHaveLength(1);
  await expect(stopMail(services, `${token}x`)).rejects.toMatchObject({ code: 'not_found' });
});
