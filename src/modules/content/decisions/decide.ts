import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import { keyOf } from '../coverage/places.ts';
import { retireAsset } from '../library/index.ts';
import { holdAsset } from '../library/versions.ts';
import { askForPiece } from '../links/requests.ts';
import type { Step } from '../step.ts';
import type { Decision, DecisionEvidence, DecisionKind, Suggestion, SuggestionKind } from './contract.ts';
import { loadDecision } from './decision-rows.ts';
import { suggestDecisions } from './suggest-decisions.ts';
import { tellOfPromotion, tellOfRepair } from './tell-of-decision.ts';

export type ToDecide = {
  kind: DecisionKind;
  assetId?: string | undefined;
  page?: number | undefined;
  persona?: string | undefined;
  buyingStage?: string | undefined;
  useInsteadId?: string | null | undefined;
  suggested?: SuggestionKind | undefined;
  note?: string | null | undefined;
};

type Subject = { id: string; title: string; retiredAt: Date | null } | null;

/** Within this time the same decision again is a second click, or two people at once. */
const sameWithinMs = 24 * 3_600_000;

/** Decides about a piece, or a place without one: writes who, when and on what evidence, and does what follows. */
export async function decide(step: Step, input: ToDecide): Promise<Decision & { told: number }> {
  const { tx, workspaceId, actor, userId, now } = step;
  const place = {
    persona: input.persona === undefined ? null : keyOf(input.persona),
    buyingStage: input.buyingStage ?? null,
  };
  // One after the other: who comes second sees what was decided.
  await tx.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${workspaceId}:decide:${input.assetId ?? `${place.persona}/${place.buyingStage}`}`}, 0))`,
  );
  const subject = input.assetId === undefined ? null : await holdAsset(tx, input.assetId);
  await requireNew(step, input, { subject, ...place });
  const found = await findSuggestion(step, input, place);
  const id = newId();
  const page = input.page ?? found?.page ?? null;
  await tx.run(sql`insert into content_decision (id, workspace_id, kind, asset_id, page, persona, buying_stage,
      use_instead_id, evidence, note, decided_by, decided_by_user, decided_at)
    values (${id}, ${workspaceId}, ${input.kind}, ${subject?.id ?? null}, ${page}, ${place.persona}, ${place.buyingStage},
      null, ${JSON.stringify(evidenceOf(step, input, found))}::jsonb, ${input.note ?? null}, ${actor.name},
      ${userId}, ${now})`);
  const told = await follow(step, { id, page, input, subject, found, place });
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: `content_decision.${input.kind}`,
    recordType: subject ? 'asset' : 'content_decision',
    recordId: subject?.id ?? id,
    recordLabel: subject?.title ?? found?.title ?? `${place.persona} in ${place.buyingStage}`,
    reason: input.note ?? found?.reason ?? null,
  });
  return { ...(await loadDecision(tx, id)), told };
}

async function requireNew(
  { tx, now }: Step,
  input: ToDecide,
  { subject, persona, buyingStage }: { subject: Subject; persona: string | null; buyingStage: string | null },
): Promise<void> {
  if (subject?.retiredAt) {
    throw new AppError('conflict', `“${subject.title}” is retired already. Bring it back to decide anew.`);
  }
  const same = await tx.first<{ decided_by: string }>(sql`select decided_by from content_decision
    where kind = ${input.kind} and undone_at is null and decided_at > ${new Date(now.getTime() - sameWithinMs)}
      and asset_id is not distinct from ${subject?.id ?? null}::uuid and persona is not distinct from ${persona}::text
      and buying_stage is not distinct from ${buyingStage}::text
      and coalesce(evidence ->> 'suggested', '') = coalesce(${input.suggested ?? (input.kind === 'keep' ? null : input.kind)}::text, '')
    limit 1`);
  if (same)
    throw new AppError('conflict', `${same.decided_by} decided that already. Undo it to decide otherwise.`);
}

/** The suggestion that is answered, also one that was held back; none where somebody decides of their own accord. */
async function findSuggestion(
  { tx, workspaceId, now }: Step,
  { kind, assetId, suggested }: ToDecide,
  place: { persona: string | null; buyingStage: string | null },
): Promise<Suggestion | null> {
  const { items, silenced } = await suggestDecisions(tx, { workspaceId, now });
  const wanted = kind === 'keep' ? suggested : kind;
  return (
    [...items, ...silenced].find(
      (one) =>
        (wanted === undefined || one.kind === wanted) &&
        (assetId === undefined
          ? one.place?.persona === place.persona && one.place?.buyingStage === place.buyingStage
          : one.asset?.id === assetId),
    ) ?? null
  );
}

function evidenceOf({ now }: Step, input: ToDecide, found: Suggestion | null): DecisionEvidence {
  if (found) return found.evidence;
  const at = now.toISOString();
  const suggested = input.kind === 'keep' ? (input.suggested ?? null) : input.kind;
  return { suggested, rule: null, figures: [], from: at, to: at };
}

type Following = {
  id: string;
  page: number | null;
  input: ToDecide;
  subject: Subject;
  found: Suggestion | null;
  place: { persona: string | null; buyingStage: string | null };
};

/** What follows a decision, in its transaction; answers how many people were told. */
async function follow(step: Step, following: Following): Promise<number> {
  const { id, page, input, subject, found, place } = following;
  const reasons = found?.evidence.figures.map(({ words }) => words) ?? [];
  if (input.kind === 'make') return makeRequest(step, { id, found, place, note: input.note ?? null });
  if (subject === null || input.kind === 'keep') return 0;
  const told = {
    decisionId: id,
    assetId: subject.id,
    title: subject.title,
    reasons,
    note: input.note ?? null,
  };
  if (input.kind === 'repair') return tellOfRepair(step, { ...told, page });
  if (input.kind === 'promote') return tellOfPromotion(step, told);
  return retire(step, following, subject);
}

async function retire(
  step: Step,
  { id, input, found }: Following,
  subject: NonNullable<Subject>,
): Promise<number> {
  const { tx, now } = step;
  // Left out, what was suggested; null on purpose: nothing.
  const useInsteadId =
    input.useInsteadId === undefined ? (found?.useInstead?.id ?? null) : input.useInsteadId;
  await retireAsset(step, { assetId: subject.id, useInsteadId, reason: input.note ?? found?.reason ?? null });
  await tx.run(sql`update content_decision set use_instead_id = ${useInsteadId} where id = ${id}`);
  const told = await tx.first<{ n: number }>(
    sql`select count(*)::int as n from notice where key = ${`piece:${subject.id}:retired:${now.toISOString()}`}`,
  );
  return told?.n ?? 0;
}

async function makeRequest(
  step: Step,
  { id, found, place, note }: Pick<Following, 'id' | 'found' | 'place'> & { note: string | null },
): Promise<number> {
  const { tx } = step;
  const title = found?.title ?? `Something for ${place.persona} in ${place.buyingStage}`;
  const because = found?.evidence.figures.map(({ words }) => words).join(', ') ?? '';
  const request = await askForPiece(step, {
    text: [`${title}${because === '' ? '' : `: ${because}`}.`, ...(note === null ? [] : [note])].join(' '),
    persona: found?.place?.personaName ?? place.persona,
    buyingStage: place.buyingStage,
  });
  await tx.run(sql`update content_decision set request_id = ${request.id} where id = ${id}`);
  const told = await tx.first<{ n: number }>(
    sql`select count(*)::int as n from notice where key = ${`content-request:${request.id}`}`,
  );
  return told?.n ?? 0;
}
