import { AppError } from '../../platform/errors.ts';
import { sql } from '../../platform/postgres/database.ts';
import { ingest, survivorOf } from '../people/index.ts';
import { type Context, cleanText, type ParticipantState, type Side } from './conversation.ts';

export type NewPerson = { email: string; name?: string | undefined };

/** Someone whom no record stands for, as the source named them. */
export type Stranger = {
  side: Side;
  name?: string | null | undefined;
  email?: string | null | undefined;
  role?: string | null | undefined;
};

export type PeopleInput = {
  contactIds: readonly string[];
  newPeople: readonly NewPerson[];
  teammateIds: readonly string[];
  strangers?: readonly Stranger[] | undefined;
};

const nobody = { contactId: null, teammateId: null, userId: null, name: null, email: null, role: null };

/** Who took part, theirs before ours, each once. A person who was merged is the one they were merged into. */
export async function resolvePeople(
  context: Context,
  input: PeopleInput,
  source: string,
): Promise<ParticipantState[]> {
  const contactIds = new Set<string>();
  for (const id of input.contactIds) contactIds.add(await knownContact(context, id));
  for (const id of await peopleByAddress(context, input.newPeople, source)) contactIds.add(id);
  const theirs = [...contactIds].map((contactId) => ({ ...nobody, side: 'theirs' as const, contactId }));
  const strangers = (input.strangers ?? []).map((stranger) => ({
    ...nobody,
    side: stranger.side,
    name: cleanText(stranger.name),
    email: cleanText(stranger.email)?.toLowerCase() ?? null,
    role: cleanText(stranger.role),
  }));
  const ours = await teammates(context, [...new Set(input.teammateIds)]);
  return [
    ...theirs,
    ...strangers.filter(({ side }) => side === 'theirs'),
    ...ours,
    ...strangers.filter(({ side }) => side === 'ours'),
  ];
}

async function knownContact({ tx }: Context, id: string): Promise<string> {
  try {
    return await survivorOf(tx, 'contact', id);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    throw new AppError('not_found', 'There is no such contact. Choose somebody who is in the list.', {
      fields: [{ path: 'contactIds', message: `no contact ${id}` }],
    });
  }
}

/** Finds people by their address and makes who is not there, as every other source does. Nobody known is renamed. */
async function peopleByAddress(
  context: Context,
  people: readonly NewPerson[],
  source: string,
): Promise<string[]> {
  if (people.length === 0) return [];
  const emails = people.map(({ email }) => email.toLowerCase());
  const known = new Map(await byAddress(context, emails));
  const { outcomes } = await ingest(context.tx, {
    workspaceId: context.workspaceId,
    system: source,
    actorName: context.actor.name,
    now: context.now,
    batch: {
      contacts: people.flatMap(({ email, name }, n) => {
        const key = emails[n] ?? email;
        if (known.has(key)) return [];
        known.set(key, '');
        return [{ key, email: key, ...(name === undefined ? {} : { name }) }];
      }),
    },
  });
  return emails.map((email) => {
    const outcome = outcomes.get(email);
    const id = outcome?.recordId ?? known.get(email);
    if (id) return id;
    throw new AppError('unprocessable', outcome?.reason ?? `Nobody could be made of ${email}.`, {
      fields: [{ path: 'newPeople', message: email }],
    });
  });
}

/** Whose addresses these are, where somebody known has them. */
async function byAddress({ tx }: Context, emails: readonly string[]): Promise<[string, string][]> {
  const none = sql`array[]::text[]`;
  const rows = await tx.rows<{ probe: number; record_id: string }>(sql`
    select probe, record_id from find_records('contact', array[]::uuid[], ${none}, ${none},
      ${sql.param([...emails])}::text[], ${none}, ${none})`);
  return rows
    .toReversed()
    .flatMap(({ probe, record_id: id }) => [[emails[probe - 1] ?? '', id] satisfies [string, string]]);
}

async function teammates({ tx }: Context, ids: readonly string[]): Promise<ParticipantState[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows<{ id: string; user_id: string | null; email: string | null }>(
    sql`select id, user_id, lower(email) as email from teammate where id in ${ids}`,
  );
  return ids.map((id) => {
    const row = rows.find((each) => each.id === id);
    if (!row) {
      throw new AppError('not_found', 'There is no such teammate. Choose one who is in the list.', {
        fields: [{ path: 'teammateIds', message: `no teammate ${id}` }],
      });
    }
    return { ...nobody, side: 'ours' as const, teammateId: id, userId: row.user_id, email: row.email };
  });
}
