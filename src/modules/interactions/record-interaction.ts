import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { ingest, type RecordRef } from '../people/index.ts';
import { notifyLog } from './append-interactions.ts';
import { countReceived } from './count-received.ts';

type Input = {
  kind: 'content' | 'person';
  type: string;
  occurredAt?: Date | undefined;
  direction?: 'inbound' | 'outbound' | undefined;
  contactId?: string | undefined;
  email?: string | undefined;
  anonymousId?: string | undefined;
  accountId?: string | undefined;
  opportunityId?: string | undefined;
  channel?: string | undefined;
  campaign?: string | undefined;
  asset?: string | undefined;
  subject?: string | undefined;
  url?: string | undefined;
  engagedSeconds?: number | undefined;
  completion?: number | undefined;
  properties?: Record<string, unknown> | undefined;
  source: string;
  externalId?: string | undefined;
};

/** Appends one interaction through ingest, as every other source does; a known externalId changes nothing. */
export async function recordInteraction(options: {
  tx: Tx;
  workspaceId: string;
  actorName: string;
  input: Input;
  now: Date;
}): Promise<{ outcome: 'created' | 'unchanged'; id: string | null }> {
  const { tx, workspaceId, input, now } = options;
  if (!input.contactId && !input.email && !input.anonymousId && !input.accountId && !input.opportunityId) {
    throw new AppError(
      'invalid_input',
      'Say whose interaction this is: contactId, email, anonymousId, accountId or opportunityId.',
    );
  }
  const occurredAt = input.occurredAt ?? now;
  const externalId = input.externalId ?? newId();
  const contact: RecordRef | undefined = input.email ? { key: 'contact' } : idRef(input.contactId);
  const { contactId, accountId, opportunityId, email, anonymousId, campaign, asset, source, ...rest } = input;
  const result = await ingest(tx, {
    workspaceId,
    system: source,
    actorName: options.actorName,
    now,
    batch: {
      contacts: email ? [{ key: 'contact', email }] : [],
      profiles: anonymousId
        ? [
            {
              key: 'profile',
              anonymousId,
              firstSeenAt: occurredAt,
              lastSeenAt: occurredAt,
              ...(contact ? { contact } : {}),
            },
          ]
        : [],
      interactions: [
        {
          ...withoutUndefined(rest),
          kind: input.kind,
          type: input.type,
          key: 'interaction',
          occurredAt,
          externalId,
          ...(contact ? { contact } : {}),
          ...(accountId ? { account: { id: accountId } } : {}),
          ...(opportunityId ? { opportunity: { id: opportunityId } } : {}),
          ...(anonymousId ? { profile: anonymousId } : {}),
          ...(campaign ? { campaign: { name: campaign } } : {}),
          ...(asset ? { asset: { name: asset } } : {}),
        },
      ],
    },
  });
  const outcome = result.outcomes.get('interaction');
  if (!outcome || outcome.outcome === 'refused') {
    throw new AppError('unprocessable', outcome?.reason ?? 'The interaction was refused.');
  }
  const counted = outcome.outcome === 'created' ? { accepted: 1 } : { duplicate: 1 };
  await countReceived({ tx, workspaceId, door: 'api', now, counted });
  if (outcome.outcome === 'created') await notifyLog(tx, workspaceId);
  const stored = await tx.first<{ interaction_id: string }>(
    sql`select interaction_id from interaction_receipt where source = ${source} and external_id = ${externalId}`,
  );
  return {
    outcome: outcome.outcome === 'created' ? 'created' : 'unchanged',
    id: stored?.interaction_id ?? null,
  };
}

function idRef(id: string | undefined): RecordRef | undefined {
  return id ? { id } : undefined;
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in value) {
    const field = value[key];
    if (isPresent(field)) kept[key] = field;
  }
  return kept;
}

function isPresent<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined;
}
