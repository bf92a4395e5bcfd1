import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { sql } from '../../platform/postgres/database.ts';
import { ingest } from '../people/index.ts';
import type { ExchangedInput } from './contract.ts';
import { type Context, cleanText, type ItemState } from './conversation.ts';
import { mayReadPrivate } from './may-read-private.ts';

const plain = { text: null, assetId: null, how: null, answersId: null };
const directionOf = (from: 'us' | 'them'): ItemState['direction'] =>
  from === 'us' ? 'from_us' : 'from_them';

/**
 * What was exchanged, with assets and questions looked up. A list that is not given is taken from `before`; an item
 * given with an id of `before` keeps it, so that answers to a question stay with it.
 */
export async function resolveExchanged(
  context: Context,
  input: Partial<ExchangedInput>,
  before: readonly ItemState[] = [],
  source: string,
): Promise<ItemState[]> {
  const known = new Set(before.map(({ id }) => id));
  const idOf = (given: string | undefined) => (given !== undefined && known.has(given) ? given : newId());
  const keep = (what: ItemState['what']) => before.filter((item) => item.what === what);
  const topics = input.topics?.map(({ id, text, from }) => ({
    ...plain,
    id: idOf(id),
    what: 'topic' as const,
    direction: directionOf(from),
    text: cleanText(text),
  }));
  const questions = input.questions?.map(({ id, text, from }) => ({
    ...plain,
    id: idOf(id),
    what: 'question' as const,
    direction: directionOf(from),
    text: cleanText(text),
  }));
  const learned = input.learned?.map(({ id, text }) => ({
    ...plain,
    id: idOf(id),
    what: 'learned' as const,
    direction: 'from_them' as const,
    text: cleanText(text),
  }));
  const answers = input.answers && (await resolveAnswers(context, input.answers, before, idOf));
  const assets = input.assets && (await resolveAssets(context, input.assets, idOf, source));
  const said: ItemState[] = [
    ...(topics ?? keep('topic')),
    ...(questions ?? keep('question')),
    ...(answers ?? keep('answer')),
    ...(assets ?? keep('asset')),
    ...(learned ?? keep('learned')),
  ];
  return said.filter((item) => item.text !== null || item.what === 'asset' || item.what === 'answer');
}

/** Only a question that stands, and that the reader may see, can be answered. */
async function resolveAnswers(
  { tx, userId }: Context,
  answers: ExchangedInput['answers'],
  before: readonly ItemState[],
  idOf: (given: string | undefined) => string,
): Promise<ItemState[]> {
  if (answers.length === 0) return [];
  const rows = await tx.rows<{ id: string; direction: ItemState['direction'] }>(sql`
    select q.id, q.direction from exchanged_item q join conversation c on c.id = q.conversation_id
    where q.id in ${answers.map(({ questionId }) => questionId)} and q.what = 'question'
      and c.withdrawn_at is null and ${mayReadPrivate(userId)}`);
  return answers.map(({ id, questionId, text }) => {
    const question = rows.find((row) => row.id === questionId);
    const wasThere = before.some((item) => item.id === id && item.answersId === questionId);
    if (!question && !wasThere) throw noSuchQuestion(questionId);
    const direction = question?.direction === 'from_us' ? 'from_them' : 'from_us';
    return {
      ...plain,
      id: idOf(id),
      what: 'answer',
      direction,
      text: cleanText(text),
      answersId: questionId,
    };
  });
}

export function noSuchQuestion(id: string): AppError {
  return new AppError('not_found', 'There is no such question. It may have been taken back.', {
    fields: [{ path: 'questionId', message: `no question ${id}` }],
  });
}

/** Assets by id, or by title: one of that title, else a new one. */
async function resolveAssets(
  context: Context,
  assets: ExchangedInput['assets'],
  idOf: (given: string | undefined) => string,
  source: string,
): Promise<ItemState[]> {
  const { tx, workspaceId, actor, now } = context;
  const ids = assets.flatMap(({ assetId }) => assetId ?? []);
  const known =
    ids.length === 0 ? [] : await tx.rows<{ id: string }>(sql`select id from asset where id in ${ids}`);
  const titles = new Set(
    assets.flatMap(({ assetId, title }) => (assetId === undefined && title ? title : [])),
  );
  const { outcomes } =
    titles.size === 0
      ? { outcomes: new Map<string, { recordId: string | null }>() }
      : await ingest(tx, {
          workspaceId,
          system: source,
          actorName: actor.name,
          now,
          batch: { assets: [...titles].map((title) => ({ key: title, title })) },
        });
  return assets.map(({ id, assetId, title, how }) => {
    const found =
      assetId === undefined
        ? outcomes.get(title ?? '')?.recordId
        : known.find((row) => row.id === assetId)?.id;
    if (!found) {
      throw new AppError(
        'not_found',
        'There is no such asset. Choose one that is in the list, or give its title.',
        {
          fields: [{ path: 'exchanged.assets', message: `no asset ${assetId ?? title ?? ''}` }],
        },
      );
    }
    return { ...plain, id: idOf(id), what: 'asset', direction: 'from_us', assetId: found, how };
  });
}
