import { createHash } from 'node:crypto';
import {
  cleanCount,
  cleanCurrency,
  cleanCustom,
  cleanDay,
  cleanExternalIds,
  cleanJson,
  cleanMoney,
  cleanRef,
  cleanText,
  cleanTime,
  type Json,
  maxIndexedLength,
  Refusal,
  requireTime,
} from './clean.ts';
import type { Prepared } from './prepare.ts';
import type {
  InteractionInput,
  OpportunityInput,
  ProfileInput,
  RecordRef,
  StageChangeInput,
} from './types.ts';

export type DealStatus = 'open' | 'won' | 'lost';
export type DealStageEntry = { stage: string | null; status: DealStatus; at: string; reason: string | null };

export type PreparedOpportunity = Prepared & {
  status: DealStatus | undefined;
  stage: string | undefined;
  openedAt: string | undefined;
  closedAt: string | undefined;
  buyingGroup: { contact: RecordRef; role: string | undefined; isPrimary: boolean }[];
  stageHistory: DealStageEntry[];
};

export function prepareOpportunity(input: OpportunityInput): PreparedOpportunity {
  const externalIds = cleanExternalIds(input.externalIds);
  const product = cleanText(input.product, 'product');
  const name = cleanText(input.name, 'name', maxIndexedLength);
  const fallbackName = name ?? product?.slice(0, maxIndexedLength) ?? externalIds[0]?.id;
  if (fallbackName === undefined) {
    throw new Refusal('no_identity', 'Nothing says which opportunity this is: it needs a name or an id.');
  }
  const stageHistory = prepareHistory(input.stageHistory ?? []);
  const latest = stageHistory.at(-1);
  const stage = cleanText(input.stage, 'stage', maxIndexedLength) ?? latest?.stage ?? undefined;
  const status = input.status ?? latest?.status;
  const openedAt = cleanTime(input.openedAt, 'opening date');
  const closedAt = cleanTime(input.closedAt, 'closing date');
  return {
    key: input.key,
    identity: { externalIds, ...(name === undefined ? {} : { name }) },
    fallbackName,
    status,
    stage,
    openedAt,
    closedAt,
    stageHistory,
    buyingGroup: (input.buyingGroup ?? []).map((member) => ({
      contact: cleanRef(member.contact) ?? {},
      role: cleanText(member.role, 'role'),
      isPrimary: member.isPrimary ?? false,
    })),
    values: {
      name,
      amount_minor: cleanMoney(input.amountMinor, 'amount'),
      currency: cleanCurrency(input.currency),
      stage,
      status,
      opened_at: openedAt,
      expected_close_on: cleanDay(input.expectedCloseOn, 'expected close'),
      closed_at: closedAt,
      product,
    },
    custom: cleanCustom(input.custom),
    createdAt: cleanTime(input.createdAt, 'date of creation'),
    refs: {
      account: cleanRef(input.account),
      campaign: cleanRef(input.campaign),
      owner: cleanRef(input.owner),
    },
  };
}

function prepareHistory(history: NonNullable<OpportunityInput['stageHistory']>): DealStageEntry[] {
  const entries = history.map((entry) => ({
    stage: cleanText(entry.stage, 'stage', maxIndexedLength) ?? null,
    status: entry.status,
    at: requireTime(entry.at, 'date of a stage'),
    reason: cleanText(entry.reason, 'reason') ?? null,
  }));
  return entries.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}

export type PreparedProfile = {
  key: string;
  anonymousId: string;
  contact: RecordRef | undefined;
  firstSeenAt: string;
  lastSeenAt: string;
};

export function prepareProfile(input: ProfileInput): PreparedProfile {
  const anonymousId = cleanText(input.anonymousId, 'anonymous id', maxIndexedLength);
  if (anonymousId === undefined) throw new Refusal('missing', 'A profile needs its anonymousId.');
  return {
    key: input.key,
    anonymousId,
    contact: cleanRef(input.contact),
    firstSeenAt: requireTime(input.firstSeenAt, 'first sight'),
    lastSeenAt: requireTime(input.lastSeenAt, 'last sight'),
  };
}

export type PreparedStageChange = {
  key: string;
  contact: RecordRef;
  outcome: StageChangeInput['outcome'];
  stage: string;
  at: Date;
  source: StageChangeInput['source'];
  sourceKey: string;
  reason: string | null;
  evidence: Json;
  actorName: string | null;
};

export function prepareStageChange(input: StageChangeInput, system: string): PreparedStageChange {
  const at = requireTime(input.at, 'date of the stage');
  const stage = cleanText(input.stage, 'stage', maxIndexedLength) ?? '';
  // Without a name of its own a fact is named by all it says, so that saying it again changes nothing.
  const sourceKey =
    cleanText(input.sourceKey, 'source key', maxIndexedLength) ?? `${system}:${input.outcome}:${stage}:${at}`;
  return {
    key: input.key,
    contact: cleanRef(input.contact) ?? {},
    outcome: input.outcome,
    stage,
    at: new Date(at),
    source: input.source,
    sourceKey,
    reason: cleanText(input.reason, 'reason') ?? null,
    evidence: cleanJson(input.evidence, 'evidence'),
    actorName: cleanText(input.actorName, 'name of who did it') ?? null,
  };
}

export type PreparedInteraction = {
  key: string;
  externalId: string;
  occurredAt: string;
  verified: boolean;
  channel: string | undefined;
  profile: string | undefined;
  /** Columns of the log that need no looking up. */
  values: Record<string, Json | undefined>;
  refs: Partial<
    Record<'contact' | 'account' | 'opportunity' | 'teammate' | 'campaign' | 'asset', RecordRef | undefined>
  >;
  otherContacts: readonly RecordRef[];
};

export function prepareInteraction(input: InteractionInput): PreparedInteraction {
  const type = cleanText(input.type, 'type', maxIndexedLength);
  if (type === undefined) throw new Refusal('missing', 'An interaction needs a type.');
  const { completion } = input;
  if (completion !== undefined && !(completion >= 0 && completion <= 1)) {
    throw new Refusal('bad_number', `The completion must lie between 0 and 1, not be ${completion}.`);
  }
  const occurredAt = requireTime(input.occurredAt, 'date');
  const channel = cleanText(input.channel, 'channel');
  const profile = cleanText(input.profile, 'anonymous id', maxIndexedLength);
  const refs = {
    contact: cleanRef(input.contact),
    account: cleanRef(input.account),
    opportunity: cleanRef(input.opportunity),
    teammate: cleanRef(input.teammate),
    campaign: cleanRef(input.campaign),
    asset: cleanRef(input.asset),
  };
  const values = {
    occurred_at: occurredAt,
    kind: input.kind,
    type,
    direction: input.direction,
    channel,
    subject: cleanText(input.subject, 'subject'),
    url: cleanText(input.url, 'address'),
    engaged_seconds: cleanCount(
      input.engagedSeconds === undefined ? undefined : Math.round(input.engagedSeconds),
      'seconds',
    ),
    completion,
    verified: input.verified ?? true,
    flag_reason: cleanText(input.flagReason, 'reason of the flag'),
    properties: cleanJson(input.properties, 'properties'),
  };
  const externalId =
    cleanText(input.externalId, 'external id', maxIndexedLength) ?? digestOf(values, refs, profile);
  return {
    key: input.key,
    externalId,
    occurredAt,
    verified: values.verified,
    channel,
    profile,
    values,
    refs,
    otherContacts: (input.otherContacts ?? []).flatMap((other) => cleanRef(other) ?? []),
  };
}

/** An event that its sender gave no id is known by all it says, so that sending it again changes nothing. */
function digestOf(values: object, refs: PreparedInteraction['refs'], profile: string | undefined): string {
  const whose = [refs.contact, refs.account, refs.opportunity].map((ref) =>
    ref === undefined
      ? null
      : (ref.externalIds?.[0] ?? ref.email ?? ref.domain ?? ref.id ?? ref.name ?? ref.key ?? null),
  );
  const said = JSON.stringify([values, whose, profile ?? null]);
  return `digest:${createHash('sha256').update(said).digest('base64url')}`;
}
