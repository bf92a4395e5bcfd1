import { isDeepStrictEqual } from 'node:util';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { ConversationChange } from './contract.ts';
import type { ConversationState, ItemState, ParticipantState, Side } from './conversation.ts';

/** What differs between two states, field by field, in words a person reads. */
export async function describeChanges(
  tx: Tx,
  before: ConversationState,
  after: ConversationState,
): Promise<ConversationChange['changes']> {
  const changes: ConversationChange['changes'] = {};
  const note = (field: string, from: unknown, to: unknown) => {
    if (!isDeepStrictEqual(from, to)) changes[field] = { from, to };
  };
  for (const field of [
    'type',
    'direction',
    'durationMinutes',
    'private',
    'subject',
    'body',
    'outcome',
  ] as const) {
    note(field, before[field], after[field]);
  }
  note('occurredAt', before.occurredAt.toISOString(), after.occurredAt.toISOString());
  note('nextStep', stepWords(before), stepWords(after));
  for (const side of ['theirs', 'ours'] as const) {
    if (isDeepStrictEqual(keysOf(before, side), keysOf(after, side))) continue;
    changes[side] = { from: await peopleWords(tx, before, side), to: await peopleWords(tx, after, side) };
  }
  for (const [field, table] of [
    ['accountId', 'account'],
    ['opportunityId', 'opportunity'],
  ] as const) {
    if (before[field] === after[field]) continue;
    changes[table] = {
      from: await nameOf(tx, table, before[field]),
      to: await nameOf(tx, table, after[field]),
    };
  }
  if (!isDeepStrictEqual(before.items, after.items)) {
    changes.exchanged = { from: await itemWords(tx, before.items), to: await itemWords(tx, after.items) };
  }
  return changes;
}

function stepWords({ nextStep, nextStepOn }: ConversationState): string | null {
  if (nextStep === null) return null;
  return nextStepOn === null ? nextStep : `${nextStep} (${nextStepOn})`;
}

const keyOf = ({ contactId, teammateId, email, name }: ParticipantState) =>
  contactId ?? teammateId ?? email ?? name;

function keysOf(state: ConversationState, side: Side) {
  return state.participants.filter((one) => one.side === side).map(keyOf);
}

async function peopleWords(tx: Tx, state: ConversationState, side: Side): Promise<string[]> {
  const words: string[] = [];
  for (const one of state.participants.filter((each) => each.side === side)) {
    const name = one.contactId
      ? await nameOf(tx, 'contact', one.contactId)
      : await nameOf(tx, 'teammate', one.teammateId);
    words.push(name ?? one.name ?? one.email ?? '');
  }
  return words;
}

async function itemWords(tx: Tx, items: readonly ItemState[]): Promise<string[]> {
  const words: string[] = [];
  for (const { what, text, assetId } of items) {
    words.push(`${what}: ${text ?? (await nameOf(tx, 'asset', assetId)) ?? 'yes'}`);
  }
  return words;
}

async function nameOf(
  tx: Tx,
  table: 'account' | 'opportunity' | 'contact' | 'teammate' | 'asset',
  id: string | null,
): Promise<string | null> {
  if (id === null) return null;
  const column = table === 'asset' ? sql`title` : sql`name`;
  const row = await tx.first<{ name: string }>(
    sql`select ${column} as name from ${sql.identifier(table)} where id = ${id}`,
  );
  return row?.name ?? null;
}
