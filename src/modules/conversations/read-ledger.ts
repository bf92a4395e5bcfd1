import { type SQL, sql, type Tx } from '../../platform/postgres/database.ts';
import { idsMergedInto, survivorOf } from '../people/index.ts';
import type { Ledger } from './contract.ts';
import { entryOf, type ItemRow, loadItems, questionEntryOf } from './ledger-items.ts';
import { openSteps } from './list-next-steps.ts';
import { mayReadPrivate } from './may-read-private.ts';
import { formsOf, type KnownAsset, readAssets } from './queries/content-of-people.ts';

const maxConversations = 500;
const maxItems = 1_000;
const maxShown = 100;

type Reader = { tx: Tx; userId: string | null; now: Date };

/** What a contact knows from us, and what we know from them; with all that was merged into the contact. */
export async function readContactLedger(options: Reader & { contactId: string }): Promise<Ledger> {
  const { tx } = options;
  const contactIds = await idsMergedInto(tx, 'contact', await survivorOf(tx, 'contact', options.contactId));
  return readLedger(options, { contactIds, accountIds: [] }, talksWith(contactIds));
}

/** The same of a company: of its people, and of what was noted for the company itself. */
export async function readAccountLedger(options: Reader & { accountId: string }): Promise<Ledger> {
  const { tx } = options;
  const accountIds = await idsMergedInto(tx, 'account', await survivorOf(tx, 'account', options.accountId));
  const contacts = await tx.rows<{ id: string }>(
    sql`select id from contact where account_id in ${accountIds}`,
  );
  const contactIds = contacts.map(({ id }) => id);
  const noted = sql`select id from conversation where account_id in ${accountIds}`;
  const talks = contactIds.length === 0 ? noted : sql`${noted} union ${talksWith(contactIds)}`;
  return readLedger(options, { contactIds, accountIds }, talks);
}

function talksWith(contactIds: readonly string[]): SQL {
  return sql`select conversation_id as id from conversation_participant
    where contact_id = any(${sql.param([...contactIds])}::uuid[]) and side = 'theirs'`;
}

type Whose = { contactIds: readonly string[]; accountIds: readonly string[] };

async function readLedger(reader: Reader, whose: Whose, talks: SQL): Promise<Ledger> {
  const { tx, userId } = reader;
  const conversations = await tx.rows<{ id: string; readable: boolean }>(sql`
    select c.id, ${mayReadPrivate(userId)} as readable from conversation c
    where c.id in (${talks}) and c.withdrawn_at is null
    order by c.occurred_at desc, c.id desc limit ${maxConversations}`);
  const readable = conversations.filter((one) => one.readable).map(({ id }) => id);
  const among = sql`= any(${sql.param(readable)}::uuid[])`;
  const items = await loadItems(tx, { userId, where: sql`i.conversation_id ${among}`, limit: maxItems });
  const reads = await readAssets(tx, whose, maxShown);
  return {
    ...sayItems(items, reads),
    fromThem: { ...sayTheirs(items), forms: await formsOf(tx, whose.contactIds) },
    nextSteps: await openSteps(reader, sql`c.id ${among}`, maxShown),
    withheld: conversations.length - readable.length,
  };
}

function sayItems(items: readonly ItemRow[], reads: readonly KnownAsset[]) {
  const ours = items.filter((item) => item.direction === 'from_us');
  const questions = ours.filter(({ what }) => what === 'question').map(questionEntryOf);
  return {
    fromUs: {
      assets: assetsOf(items, reads).slice(0, maxShown),
      topics: ours
        .filter(({ what }) => what === 'topic')
        .map(entryOf)
        .slice(0, maxShown),
      answers: answersOf('from_us', items),
    },
    openQuestionsOfOurs: questions
      .filter(({ answer }) => answer === null)
      .toReversed()
      .slice(0, maxShown),
  };
}

function sayTheirs(items: readonly ItemRow[]) {
  const theirs = items.filter((item) => item.direction === 'from_them');
  const questions = theirs.filter(({ what }) => what === 'question').map(questionEntryOf);
  return {
    // Who has waited longest comes first.
    openQuestions: questions
      .filter(({ answer }) => answer === null)
      .toReversed()
      .slice(0, maxShown),
    answeredQuestions: questions.filter(({ answer }) => answer !== null).slice(0, maxShown),
    topics: theirs
      .filter(({ what }) => what === 'topic')
      .map(entryOf)
      .slice(0, maxShown),
    learned: theirs
      .filter(({ what }) => what === 'learned')
      .map(entryOf)
      .slice(0, maxShown),
    answers: answersOf('from_them', items),
  };
}

/** Answers given in these conversations, and those given in place to the questions asked in them. */
function answersOf(from: ItemRow['direction'], items: readonly ItemRow[]) {
  const inTalk = items
    .filter(({ what, direction }) => what === 'answer' && direction === from)
    .map((row) => ({ ...entryOf(row), question: row.question_text }));
  const inPlace = items.flatMap((row) => {
    const answer = row.what === 'question' ? questionEntryOf(row).answer : null;
    if (answer === null || answer.conversationId !== null || row.answer_direction !== from) return [];
    return [{ ...answer, question: row.text }];
  });
  return [...inTalk, ...inPlace].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, maxShown);
}

/** One line an asset, whether they read it or we gave it; the latest of either first. */
function assetsOf(items: readonly ItemRow[], reads: readonly KnownAsset[]): KnownAsset[] {
  const known = new Map<string, KnownAsset>();
  for (const read of reads) known.set(read.asset.id, read);
  for (const row of items) {
    if (row.what !== 'asset' || row.asset_id === null || row.how === null) continue;
    const asset = { id: row.asset_id, title: row.asset_title ?? '', url: row.asset_url };
    const line = known.get(row.asset_id) ?? { asset, read: null, given: null };
    const { teammate, at, conversationId } = entryOf(row);
    const isLater = line.given === null || line.given.at < at;
    known.set(
      row.asset_id,
      isLater ? { ...line, given: { how: row.how, at, conversationId, teammate } } : line,
    );
  }
  const latest = ({ read, given }: KnownAsset) => Math.max(timeOf(read?.lastAt), timeOf(given?.at));
  return [...known.values()].toSorted((a, b) => latest(b) - latest(a));
}

const timeOf = (at: string | undefined) => (at === undefined ? 0 : Date.parse(at));
