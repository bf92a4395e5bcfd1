import { sql } from '../../../platform/postgres/database.ts';
import { type VersionRow, versionColumns } from './find-version.ts';
import { recordStep, type Step } from './step.ts';

/** Who listens on this channel learns of a workspace whose definitions in force have changed. */
export const definitionsChannel = 'definitions';

type ComeIntoForce = Step & { version: VersionRow };

/**
 * Lets a version hold that both sides have signed, and ends what it takes the place of: all in the transaction of the
 * last signature, or of the day. The definition must be held (`lockDefinition`).
 */
export async function comeIntoForce(options: ComeIntoForce & { from: Date }): Promise<void> {
  const { tx, workspaceId, version } = options;
  const former = await tx.first<VersionRow>(sql`select ${versionColumns} from definition_version v
    where v.definition_id = ${version.definition_id} and v.status = 'in_force'`);
  // A program that slept through the day does not reach back before what took effect meanwhile.
  const from = new Date(Math.max(options.from.getTime(), former?.in_force_from?.getTime() ?? 0));
  if (former !== null) {
    await tx.run(
      sql`update definition_version set status = 'superseded', in_force_to = ${from} where id = ${former.id}`,
    );
    await recordSuperseded(options, former);
  }
  await tx.run(
    sql`update definition_version set status = 'in_force', in_force_from = ${from} where id = ${version.id}`,
  );
  await recordStep(options, {
    what: 'came_into_force',
    definitionId: version.definition_id,
    word: version.body.word,
    versionNumber: version.number,
    side: version.side,
  });
  for (const other of await settledBy(options)) {
    await tx.run(sql`update definition_version set status = 'superseded' where id = ${other.id}`);
    await recordSuperseded(options, other);
  }
  await tellListeners(options, workspaceId);
}

export async function tellListeners({ tx }: Step, workspaceId: string): Promise<void> {
  await tx.run(sql`select pg_notify(${definitionsChannel}, ${workspaceId})`);
}

/** The proposals that this version answered, and what was agreed before it but still waits for its day. */
async function settledBy({ tx, version }: ComeIntoForce): Promise<VersionRow[]> {
  return tx.rows<VersionRow>(sql`
    with recursive answered as (
      select answers_id as id from definition_version where id = ${version.id}
      union
      select v.answers_id from definition_version v join answered a on v.id = a.id
    )
    select ${versionColumns} from definition_version v
    where v.definition_id = ${version.definition_id} and v.id <> ${version.id}
      and ((v.status = 'proposed' and v.id in (select id from answered))
        or (v.status = 'signed' and v.signed_at <= ${version.signed_at ?? null}))
    order by v.number`);
}

async function recordSuperseded(options: ComeIntoForce, former: VersionRow): Promise<void> {
  await recordStep(options, {
    what: 'superseded',
    definitionId: former.definition_id,
    word: former.body.word,
    versionNumber: former.number,
    side: former.side,
    text: `by version ${options.version.number}`,
  });
}
