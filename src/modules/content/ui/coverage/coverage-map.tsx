import { useMediaQuery } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { useShowEvidence } from '../../../../web/parts/evidence-drawer.tsx';
import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { Cell, Coverage } from './api-types.ts';
import classes from './coverage.module.css';
import { placeOf } from './state.ts';
import { cellLines, cellSentence, plural, stageName } from './words.ts';

/** Persona × buying stage: fill is how many finish, frame is how often sales shares, red is money with nothing to read. */
export function CoverageMap({ coverage }: { coverage: Coverage }) {
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  return small ? <PhoneMap coverage={coverage} /> : <WideMap coverage={coverage} />;
}

const spanOf = (steps: readonly unknown[]) => Math.max(1, steps.length);
const cellsOf = (coverage: Coverage, persona: string) =>
  coverage.cells.filter((cell) => cell.persona === persona);
const mostShares = ({ cells }: Coverage) => Math.max(1, ...cells.map(({ shares }) => shares));

function WideMap({ coverage }: { coverage: Coverage }) {
  const [at, setAt] = useState({ row: 0, column: 0 });
  const rows = coverage.personas.map(({ key }) => cellsOf(coverage, key));
  const most = mostShares(coverage);
  const move = (event: KeyboardEvent<HTMLTableElement>) => {
    const to = neighbour(event.key, at, rows);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
    event.currentTarget.querySelector<HTMLElement>(`[data-at="${to.row}/${to.column}"]`)?.focus();
  };
  return (
    <table className={classes.map} onKeyDown={move}>
      <caption className="sr-only">
        Coverage by persona and buying stage. Arrow keys walk through the cells.
      </caption>
      <thead>
        <tr>
          <td className={classes.corner} />
          {coverage.phases.map(({ key, name, steps }) => (
            <th key={key} scope="colgroup" colSpan={spanOf(steps)} className={classes.phase}>
              {name}
            </th>
          ))}
        </tr>
        <tr>
          <td />
          {coverage.phases.flatMap(({ key, steps }) =>
            (steps.length === 0 ? [''] : steps).map((step) => (
              <th key={`${key}/${step}`} scope="col" className={classes.step}>
                {step.toLowerCase()}
              </th>
            )),
          )}
        </tr>
      </thead>
      <tbody>
        {coverage.personas.map((persona, row) => (
          <tr key={persona.key}>
            <th scope="row" className={classes.persona}>
              <PersonaName persona={persona} />
            </th>
            {(rows[row] ?? []).map((cell, column) => (
              <td key={`${cell.phase}/${cell.steps.join()}`} colSpan={spanOf(cell.steps)}>
                <CellButton
                  coverage={coverage}
                  cell={cell}
                  most={most}
                  at={`${row}/${column}`}
                  tabIndex={row === at.row && column === at.column ? 0 : -1}
                  onFocus={() => setAt({ row, column })}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PersonaName({ persona }: { persona: Coverage['personas'][number] }) {
  if (persona.definition === null) return persona.name;
  return <DefinedTerm term={persona.definition}>{persona.name}</DefinedTerm>;
}

type At = { row: number; column: number };

/** Where an arrow key leads, by the columns that cells span; null: nowhere. */
function neighbour(key: string, { row, column }: At, rows: readonly (readonly Cell[])[]): At | null {
  const cells = rows[row] ?? [];
  if (key === 'ArrowRight' && column + 1 < cells.length) return { row, column: column + 1 };
  if (key === 'ArrowLeft' && column > 0) return { row, column: column - 1 };
  if (key === 'Home') return { row, column: 0 };
  if (key === 'End') return { row, column: Math.max(0, cells.length - 1) };
  const to = key === 'ArrowDown' ? row + 1 : key === 'ArrowUp' ? row - 1 : -1;
  const target = rows[to];
  if (target === undefined) return null;
  const from = cells.slice(0, column).reduce((sum, cell) => sum + spanOf(cell.steps), 0);
  let passed = 0;
  for (const [index, cell] of target.entries()) {
    passed += spanOf(cell.steps);
    if (passed > from) return { row: to, column: index };
  }
  return { row: to, column: target.length - 1 };
}

type CellButtonProps = {
  coverage: Coverage;
  cell: Cell;
  most: number;
  at?: string;
  tabIndex?: number;
  onFocus?: () => void;
  /** Said before the lines, where no heading says it. */
  stage?: string;
};

function CellButton({ coverage, cell, most, at, tabIndex, onFocus, stage }: CellButtonProps) {
  const show = useShowEvidence();
  const [head, detail] = cellLines(cell);
  // A share or two are seen too: the frame is as strong as the root of their share of the most.
  const frame = cell.shares === 0 ? 0 : Math.round(25 + 75 * Math.sqrt(cell.shares / most));
  return (
    <button
      type="button"
      className={classes.cell}
      data-state={cell.state}
      data-at={at}
      tabIndex={tabIndex}
      onFocus={onFocus}
      onClick={() => show(placeOf(cell))}
      aria-label={cellSentence(coverage, cell)}
      style={
        frame > 0 && cell.state !== 'gap'
          ? { borderColor: `color-mix(in srgb, var(--sa2) ${frame}%, transparent)` }
          : undefined
      }
    >
      {cell.finishRate === null ? null : (
        <span className={classes.fill} style={{ width: `${Math.round(cell.finishRate * 100)}%` }} />
      )}
      <span className={classes.words}>
        {stage ? <span className={classes.stage}>{stage}</span> : null}
        <strong>{head}</strong>
        <small>
          {detail}
          {cell.state === 'crowded' ? ' · crowded' : ''}
        </small>
      </span>
    </button>
  );
}

/** On a phone each persona is a list of places, for thumbs. What is empty and waits for nothing is left out. */
function PhoneMap({ coverage }: { coverage: Coverage }) {
  const most = mostShares(coverage);
  return (
    <div className={classes.phoneMap}>
      {coverage.personas.map((persona) => {
        const cells = cellsOf(coverage, persona.key);
        const shown = cells.filter(({ state, requests }) => state !== 'empty' || requests > 0);
        return (
          <section key={persona.key} aria-label={persona.name}>
            <h3>
              <PersonaName persona={persona} />
            </h3>
            {shown.map((cell) => (
              <CellButton
                key={`${cell.phase}/${cell.steps.join()}`}
                coverage={coverage}
                cell={cell}
                most={most}
                stage={stageName(coverage, cell)}
              />
            ))}
            {shown.length < cells.length ? (
              <p className="mute">
                {shown.length === 0
                  ? 'Nothing to read, and no open deal waits.'
                  : `${plural(cells.length - shown.length, 'place')} without pieces or open deals`}
              </p>
            ) : null}
          </section>
        );
      })}
    </div>
  );
}

/** What colours mean on the map. */
export function MapLegend() {
  return (
    <div className={classes.legend}>
      <span data-of="fill">fill: finished by buyers</span>
      <span data-of="frame">frame: shared by sales</span>
      <span data-of="gap">money waits, nothing to read</span>
      <span className={classes.legendEnd}>
        a pick opens the pieces, their readers and the open requests · pieces made for a whole stage stand in
        all its steps · <Link to="/content/library">all pieces</Link>
      </span>
    </div>
  );
}
