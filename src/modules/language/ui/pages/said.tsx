import { When } from '../../../../web/parts/when.tsx';
import type { Definition, Side, Version } from './api-types.ts';
import classes from './definition.module.css';
import type { Actions } from './use-actions.ts';

type Said = {
  key: string;
  side: Side | null;
  name: string;
  at: string;
  text: string;
  about: string;
  settledAt: string | null;
  objection: { versionId: string; objectionId: string } | null;
};

/** What both sides said of the versions that matter now, in the order in which they said it. */
export function saidAbout(versions: readonly Version[]): Said[] {
  const notes = versions
    .filter((version) => version.note !== null && version.status !== 'draft')
    .map(
      (version): Said => ({
        key: `note ${version.id}`,
        side: version.side,
        name: version.createdBy,
        at: version.proposedAt ?? version.createdAt,
        text: version.note ?? '',
        about: `on version ${version.number}`,
        settledAt: null,
        objection: null,
      }),
    );
  const objections = versions.flatMap((version) =>
    version.objections.map(
      (one): Said => ({
        key: one.id,
        side: one.side,
        name: one.name,
        at: one.at,
        text: one.reason,
        about: `objects to version ${version.number}`,
        settledAt: one.settledAt,
        objection: { versionId: version.id, objectionId: one.id },
      }),
    ),
  );
  return [...notes, ...objections].toSorted((left, right) => left.at.localeCompare(right.at));
}

/** Both voices, each in its colour. */
export function SaidList({
  definition,
  said,
  actions,
}: {
  definition: Definition;
  said: readonly Said[];
  actions: Actions;
}) {
  return said.map((one) => {
    const { objection } = one;
    const mine = one.side !== null && definition.mySides.includes(one.side);
    return (
      <li key={one.key} className={classes.say} data-side={one.side ?? 'both'}>
        <div className={classes.sayHead}>
          <b>{one.side === null ? 'with the workspace' : `for ${one.side}`}</b>
          <span className="mute">
            {one.name}, <When at={one.at} style="date" />, {one.about}
            {one.settledAt === null ? '' : ' · settled'}
          </span>
        </div>
        <p>{one.text}</p>
        {objection && one.settledAt === null && mine ? (
          <button
            type="button"
            className={classes.inline}
            disabled={actions.pending}
            onClick={() => actions.takeBackObjection.mutate(objection)}
          >
            Take the objection back
          </button>
        ) : null}
      </li>
    );
  });
}
