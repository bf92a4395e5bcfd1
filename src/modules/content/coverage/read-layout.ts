import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { definitionsInForce } from '../../language/index.ts';
import type { MapPersona } from './contract.ts';
import { type Definition, type Place, personasOf, placesOf, stageResolver } from './places.ts';

type Stage = { key: string; name: string; steps: string[] };

export type Piece = {
  id: string;
  title: string;
  type: string | null;
  places: Place[];
};

/** Rows and columns of the map, and what stands where. */
export type Layout = {
  stages: Stage[];
  resolve: (words: readonly string[]) => Omit<Place, 'persona'>[];
  personas: MapPersona[];
  rowsLeftOut: number;
  /** For buyers, in use. */
  pieces: Piece[];
  /** For sellers too. */
  inUse: string[];
};

type PieceRow = {
  id: string;
  title: string;
  type: string | null;
  audience: string;
  personas: string[];
  buying_stages: string[];
};

export async function readLayout(tx: Tx): Promise<Layout> {
  const stages = await tx.rows<Stage>(sql`select key, name, steps from buying_stage order by position`);
  const rows =
    await tx.rows<PieceRow>(sql`select id, title, type, audience, personas, buying_stages from asset
    where retired_at is null order by lower(title), id`);
  const people = await tx.rows<{
    word: string;
    people: number;
  }>(sql`select persona as word, count(*)::int as people
    from contact where merged_into_id is null and persona is not null and persona <> '' group by persona`);
  const buyerRows = rows.filter(({ audience }) => audience === 'buyer');
  const resolve = stageResolver(stages);
  return {
    stages,
    resolve,
    ...personasOf({
      definitions: await readDefinitions(tx),
      carried: [
        ...people,
        ...buyerRows.flatMap(({ personas }) => personas.map((word) => ({ word, people: 0 }))),
      ],
    }),
    pieces: buyerRows.map((row) => ({
      id: row.id,
      title: row.title,
      type: row.type,
      places: placesOf({ personas: row.personas, buyingStages: row.buying_stages }, resolve),
    })),
    inUse: rows.map(({ id }) => id),
  };
}

async function readDefinitions(tx: Tx): Promise<Definition[]> {
  const inForce = await definitionsInForce(tx);
  return inForce.flatMap(({ key, body, unsigned }) =>
    body.kind === 'persona' ? [{ key, word: body.word, isSigned: !unsigned }] : [],
  );
}
