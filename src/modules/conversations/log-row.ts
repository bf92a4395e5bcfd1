import { isDeepStrictEqual } from 'node:util';
import type { NewInteraction } from '../interactions/index.ts';
import type { ConversationState } from './conversation.ts';

const maxSubjectLength = 200;

/**
 * What the log says of a conversation. Everybody reads the log, so of a private one it holds no word that was said:
 * only that it took place, when, of which type and between whom.
 */
export function logRowOf(state: ConversationState): Omit<NewInteraction, 'id' | 'replacesId'> {
  const contactIds = state.participants.flatMap(({ contactId }) => contactId ?? []);
  const [contactId = null, ...otherContactIds] = contactIds;
  const told = state.private
    ? { private: true }
    : withoutNulls({ durationMinutes: state.durationMinutes, outcome: state.outcome });
  return {
    kind: 'person',
    type: state.type,
    occurredAt: state.occurredAt,
    direction: state.direction,
    contactId,
    otherContactIds,
    accountId: state.accountId,
    opportunityId: state.opportunityId,
    teammateId: state.teammateId,
    assetId: state.private ? null : (state.items.find(({ assetId }) => assetId !== null)?.assetId ?? null),
    subject: state.private ? null : (state.subject ?? firstLine(state.body)),
    verified: state.flagReason === null,
    flagReason: state.flagReason,
    properties: told,
    source: state.source,
    externalId: state.externalId,
  };
}

/** Whether the log tells the two apart: then a corrected row is due. */
export function sameInLog(before: ConversationState, after: ConversationState): boolean {
  return isDeepStrictEqual(logRowOf(before), logRowOf(after));
}

function firstLine(text: string | null): string | null {
  const line =
    text
      ?.split('\n')
      .find((each) => each.trim() !== '')
      ?.trim() ?? null;
  if (line === null || line.length <= maxSubjectLength) return line;
  return `${line
    .slice(0, maxSubjectLength - 1)
    .toWellFormed()
    .trimEnd()}…`;
}

function withoutNulls(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
