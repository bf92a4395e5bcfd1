import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { BoardDefinition } from '../figures-schema.ts';

type Row = {
  key: string;
  stage: string | null;
  kind: string;
  word: string;
  meaning: string;
  number: number;
  hash: string;
  signed: boolean;
  from: Date;
};

/** Rules of this page that no definition of a workspace holds; they change with the program alone. */
const ownRules: readonly Pick<BoardDefinition, 'key' | 'word' | 'meaning'>[] = [
  {
    key: 'pipeline',
    word: 'Pipeline',
    meaning:
      'The amounts of deals by the day on which they were opened, whatever became of them since, as the amounts stand now.',
  },
  {
    key: 'win_rate',
    word: 'Win rate',
    meaning: 'Of the deals decided in the stretch, won or lost, how many were won.',
  },
  {
    key: 'cost',
    word: 'Cost of marketing',
    meaning:
      'What is recorded as spent, spread evenly over its days: entries, and of campaigns without any the cost in their own record. A budget is not a cost; nor are salaries, unless somebody entered them.',
  },
  {
    key: 'velocity',
    word: 'Velocity',
    meaning:
      'The median of the days between two steps, of all who took the later one in the stretch and of whom both days are known.',
  },
  {
    key: 'forecast',
    word: 'Forecast',
    meaning:
      'Won already; of each open deal what deals of the last two years in the same stage and at the same age were won of within as many days, drawn towards the stage where they were few; and what came in as many days of deals not open yet. Drawn 4,000 times with a fixed seed: the interval holds 95 %.',
  },
  {
    key: 'change',
    word: 'What changed and why',
    meaning:
      'Won revenue is decided deals × win rate × average deal. The difference to the quarter before is shared among the three, each taken in every order (Shapley), so that the parts sum to it.',
  },
];

/** What the words of the page mean: definitions in force with version and signature, and the page's own rules. */
export async function readBoardDefinitions(tx: Tx): Promise<BoardDefinition[]> {
  const rows = await tx.rows<Row>(sql`
    select d.key, d.kind, v.body ->> 'stage' as stage, v.body ->> 'word' as word, v.body ->> 'meaning' as meaning,
      v.number, v.hash, v.signed_at is not null as signed, v.in_force_from as "from"
    from definition_version v join definition d on d.id = v.definition_id
    where v.status = 'in_force' and (d.kind = 'stage' or d.key in ('won_revenue', 'touchpoint'))
    order by d.created_at, d.id`);
  const inForce = rows.map((row) => ({
    key: row.kind === 'stage' ? `stage:${row.stage ?? row.key}` : row.key,
    word: row.word,
    meaning: row.meaning,
    number: row.number,
    hash: row.hash,
    isSigned: row.signed,
    from: row.from.toISOString(),
  }));
  const own = ownRules.map((rule) => ({ ...rule, number: null, hash: null, isSigned: null, from: null }));
  return [...inForce, ...own];
}
