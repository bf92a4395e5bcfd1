import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { type Outcome, outcomes, type ReasonChoice, type ReasonChoices } from './contract.ts';
import { usualChoices } from './usual-choices.ts';

type Row = ReasonChoice & { outcome: Outcome };

/** Reasons to choose from, in their order; those retired come last. */
export async function readChoices(tx: Tx): Promise<ReasonChoices> {
  const rows = await tx.rows<Row>(sql`select outcome, key, label, retired from deal_reason_choice
    order by outcome, retired, position, key`);
  const of = (outcome: Outcome): ReasonChoice[] => {
    const own = rows.filter((row) => row.outcome === outcome);
    if (own.length === 0) return usualChoices[outcome].map((usual) => ({ ...usual, retired: false }));
    return own.map(({ key, label, retired }) => ({ key, label, retired }));
  };
  return { won: of('won'), lost: of('lost') };
}

export type NewChoice = { key?: string | undefined; label: string };

type SaveOptions = {
  workspaceId: string;
  actor: Actor;
  now: Date;
  choices: Record<Outcome, readonly NewChoice[]>;
};

/** What is left out is retired: what was said with it keeps its word. */
export async function saveChoices(
  tx: Tx,
  { workspaceId, actor, now, choices }: SaveOptions,
): Promise<ReasonChoices> {
  await tx.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`deal_reason_choice:${workspaceId}`}, 0))`,
  );
  const before = await readChoices(tx);
  for (const outcome of outcomes) {
    const rows = arrange(before[outcome], { outcome, wanted: choices[outcome] });
    await tx.run(sql`
      insert into deal_reason_choice (workspace_id, outcome, key, label, position, retired, updated_at, updated_by)
      select ${workspaceId}, ${outcome}, c.key, c.label, c.position, c.retired, ${now}, ${actor.name}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(key text, label text, position integer, retired boolean)
      on conflict (workspace_id, outcome, key) do update
      set label = excluded.label, position = excluded.position, retired = excluded.retired,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by`);
  }
  const after = await readChoices(tx);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'deal_reason_choice.updated',
    recordType: 'workspace',
    recordId: workspaceId,
    recordLabel: 'Reasons for won and lost deals',
    changes: Object.fromEntries(
      outcomes.map((outcome) => [outcome, { from: wordsOf(before[outcome]), to: wordsOf(after[outcome]) }]),
    ),
  });
  return after;
}

const wordsOf = (choices: readonly ReasonChoice[]) =>
  choices
    .filter(({ retired }) => !retired)
    .map(({ label }) => label)
    .join(', ');

type Placed = ReasonChoice & { position: number };

function arrange(
  before: readonly ReasonChoice[],
  { outcome, wanted }: { outcome: Outcome; wanted: readonly NewChoice[] },
): Placed[] {
  const taken = new Set(before.map(({ key }) => key));
  const kept = new Set<string>();
  const rows = wanted.map(({ key, label }, position): Placed => {
    if (key !== undefined && !taken.has(key))
      throw wrong(outcome, position, `There is no reason “${key}” yet. Leave the key out to make a new one.`);
    // A word that was retired comes back as what it was.
    const again = before.find((one) => one.label.toLowerCase() === label.toLowerCase());
    const chosen = key ?? again?.key ?? freshKey(label, new Set([...taken, ...kept]));
    if (kept.has(chosen)) throw wrong(outcome, position, `“${label}” is there twice. Name each reason once.`);
    kept.add(chosen);
    return { key: chosen, label, retired: false, position };
  });
  const labels = rows.map(({ label }) => label.toLowerCase());
  const twice = labels.findIndex((label, at) => labels.indexOf(label) !== at);
  if (twice !== -1)
    throw wrong(outcome, twice, `“${rows[twice]?.label}” is there twice. Name each reason once.`);
  const gone = before
    .filter(({ key }) => !kept.has(key))
    .map((one, at): Placed => ({ ...one, retired: true, position: rows.length + at }));
  return [...rows, ...gone];
}

function wrong(outcome: Outcome, position: number, message: string): AppError {
  return new AppError('invalid_input', message, { fields: [{ path: `${outcome}.${position}`, message }] });
}

const longestKey = 50;

function freshKey(label: string, taken: ReadonlySet<string>): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, longestKey);
  const base = plain === '' ? 'reason' : plain;
  let key = base;
  for (let nth = 2; taken.has(key); nth += 1) key = `${base}_${nth}`;
  return key;
}
