import { NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { When } from '../../../../web/parts/when.tsx';
import type { Definition, Version } from './api-types.ts';
import classes from './definition.module.css';
import { Events } from './events.tsx';
import { SideChip } from './side-chip.tsx';
import { Compared } from './text-card.tsx';
import { statusWords } from './words.ts';

const compareState = z.object({
  from: z.coerce.number().int().optional().catch(undefined),
  to: z.coerce.number().int().optional().catch(undefined),
});

/** Below the text: all versions, any two side by side, what happened, and which other words rest on this one. */
export function DefinitionHistory({ definition }: { definition: Definition }) {
  return (
    <div className={classes.below}>
      <section className="panel" aria-labelledby="versions">
        <h2 id="versions">Versions</h2>
        <ol className={classes.versions}>
          {definition.versions.map((version) => (
            <VersionLine key={version.id} version={version} />
          ))}
        </ol>
        {definition.versions.length > 1 ? <Comparison definition={definition} /> : null}
      </section>
      <div className={classes.belowSide}>
        <UsedBy definition={definition} />
        <Events definitionId={definition.id} />
      </div>
    </div>
  );
}

function VersionLine({ version }: { version: Version }) {
  return (
    <li>
      <Link
        to="."
        search={(now: Record<string, unknown>) => ({ ...now, version: version.number })}
        className={classes.versionLink}
      >
        Version {version.number}
      </Link>
      <span className={version.status === 'withdrawn' ? classes.gone : undefined}>
        {statusWords(version)}
      </span>
      <span className="mute">
        <Span version={version} />
      </span>
      {version.signatures.map((one) => (
        <SideChip key={one.id} side={one.side}>
          {one.name}
        </SideChip>
      ))}
    </li>
  );
}

/** When a version held, or when it was written. */
function Span({ version }: { version: Version }) {
  if (version.inForceFrom === null)
    return (
      <>
        written <When at={version.createdAt} style="date" /> by {version.createdBy}
      </>
    );
  return (
    <>
      since <When at={version.inForceFrom} style="date" />
      {version.inForceTo ? (
        <>
          {' '}
          until <When at={version.inForceTo} style="date" />
        </>
      ) : null}
    </>
  );
}

/** Any two versions side by side; which ones stands in the address. */
function Comparison({ definition }: { definition: Definition }) {
  const [state, set] = useUrlState(compareState);
  const { versions } = definition;
  const find = (number: number | undefined) => versions.find((version) => version.number === number);
  const [before, after] = [find(state.from), find(state.to)];
  const choices = versions.map((version) => ({
    value: String(version.number),
    label: `version ${version.number}, ${statusWords(version)}`,
  }));
  const empty = { value: '', label: 'choose a version' };
  const chosen = (value: string) => (value === '' ? undefined : Number(value));
  return (
    <div className={classes.comparison}>
      <h3>Compare two</h3>
      <div className={classes.compareBar}>
        <NativeSelect
          label="The older"
          data={[empty, ...choices]}
          value={before ? String(before.number) : ''}
          onChange={(event) => set({ from: chosen(event.currentTarget.value) })}
        />
        <NativeSelect
          label="The newer"
          data={[empty, ...choices]}
          value={after ? String(after.number) : ''}
          onChange={(event) => set({ to: chosen(event.currentTarget.value) })}
        />
      </div>
      {before && after && before.id !== after.id ? (
        <Compared definition={definition} before={before} after={after} />
      ) : null}
    </div>
  );
}

function UsedBy({ definition }: { definition: Definition }) {
  return (
    <section className="panel" aria-labelledby="used-by">
      <h2 id="used-by">Who rests on it</h2>
      {definition.usedBy.length === 0 ? (
        <p className="mute">No other word’s rules ask this one.</p>
      ) : (
        <p>
          A change here changes{' '}
          {definition.usedBy.map((other, place) => (
            <span key={other.id}>
              {place === 0 ? '' : place === definition.usedBy.length - 1 ? ' and ' : ', '}
              <Link to="/language/$key" params={{ key: other.id }}>
                {other.word}
              </Link>
            </span>
          ))}{' '}
          too.
        </p>
      )}
    </section>
  );
}
