import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { cutText, dayWords, timesWords } from './cut-text.ts';
import type { Packet } from './packet.ts';
import type { Lead } from './read-who.ts';
import type { Reading } from './what-they-read.ts';

const mostWritten = 10;
const mostColleagues = 3;
const colleaguesWithinDays = 60;
/** Who points out what follows from the record. */
const derivedBy = 'Liaison';

type Point = Packet['talkingPoints'][number];

/** What marketing wrote, and up to three points that follow from the record: what they asked, read most, who else is there. */
export async function talkingPoints(options: {
  tx: Tx;
  lead: Lead;
  written: readonly { text: string; by: string }[];
  questions: Packet['questions'];
  readings: readonly Reading[];
  now: Date;
}): Promise<Point[]> {
  const { written, questions, readings, lead, now } = options;
  const days = { now, timeZone: lead.timeZone };
  const derived = [
    questionPoint(questions, days),
    readingPoint(readings, days),
    await colleaguesPoint(options),
  ].flatMap((text) => (text === null ? [] : [{ text, by: derivedBy, written: false }]));
  return [
    ...written.slice(0, mostWritten).map(({ text, by }) => ({ text: cutText(text, 500), by, written: true })),
    ...derived,
  ];
}

type Days = { now: Date; timeZone: string };

function questionPoint(questions: Packet['questions'], days: Days): string | null {
  const [first] = questions;
  if (!first) return null;
  return `On ${dayWords(new Date(first.at), days)} they asked “${cutText(first.text, 140)}”, and nobody has answered yet.`;
}

function readingPoint(readings: readonly Reading[], days: Days): string | null {
  const [most] = readings.toSorted((a, b) => weightOf(b) - weightOf(a));
  if (!most) return null;
  const last = dayWords(new Date(most.at), days);
  const minutes = Math.round((most.seconds ?? 0) / 60);
  if (most.times > 1)
    return `They came to “${cutText(most.title, 90)}” ${timesWords(most.times)}, last on ${last}.`;
  if (minutes >= 2) return `They read “${cutText(most.title, 90)}” for ${minutes} minutes on ${last}.`;
  if ((most.completion ?? 0) >= 0.9) return `They finished “${cutText(most.title, 90)}” on ${last}.`;
  return null;
}

/** Coming back weighs more than staying. */
const weightOf = ({ times, seconds, completion }: Reading): number =>
  times * 120 + Math.min(seconds ?? 0, 1_800) + (completion ?? 0) * 60;

async function colleaguesPoint({ tx, lead, now }: { tx: Tx; lead: Lead; now: Date }): Promise<string | null> {
  if (lead.accountId === null) return null;
  const since = new Date(now.getTime() - colleaguesWithinDays * 86_400_000);
  const rows = await tx.rows<{ name: string; title: string | null; total: number }>(sql`
    select coalesce(nullif(c.name, ''), c.email, 'somebody') as name, c.title, count(*) over () as total
    from contact c where c.account_id = ${lead.accountId} and c.merged_into_id is null and c.id <> ${lead.contactId}
      and c.last_interaction_at >= ${since}
    order by c.last_interaction_at desc, c.id limit ${mostColleagues}`);
  const total = rows[0]?.total ?? 0;
  if (total === 0) return null;
  const names = rows.map(({ name, title }) => (title === null ? name : `${name} (${title})`)).join(', ');
  const company = lead.who.account?.name ?? 'their company';
  const more = total > rows.length ? ` and ${total - rows.length} more` : '';
  return `${total === 1 ? 'A colleague' : `${total} colleagues`} at ${company} had to do with us in the last two months: ${names}${more}.`;
}
