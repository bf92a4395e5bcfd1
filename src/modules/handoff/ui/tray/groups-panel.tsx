import { formatCount } from '../../../../web/parts/money.tsx';
import type { Analysis } from './api-types.ts';
import classes from './tray.module.css';
import type { SetTray } from './tray-state.ts';
import { percent } from './tray-words.ts';

const mostShown = 6;

type Group = Pick<
  Analysis['campaigns'][number],
  'offered' | 'cameBack' | 'acceptance' | 'completeness' | 'topReason'
>;
type Line = Group & { key: string; name: string; chosen: boolean; choose: (() => void) | null };

/** Of which campaigns and personas sales sends most back. */
export function GroupsPanel({
  analysis,
  campaign,
  persona,
  set,
}: {
  analysis: Analysis;
  campaign: string | undefined;
  persona: string | undefined;
  set: SetTray;
}) {
  const campaigns = analysis.campaigns.map((one) => {
    const id = one.campaign?.id;
    const chosen = id !== undefined && id === campaign;
    return {
      ...one,
      key: id ?? 'none',
      name: one.campaign?.name ?? 'No campaign',
      chosen,
      choose: id === undefined ? null : () => set({ campaign: chosen ? undefined : id, show: 'all' }),
    };
  });
  const personas = analysis.personas.map((one) => {
    const name = one.persona;
    const chosen = name !== null && name === persona;
    return {
      ...one,
      key: name ?? 'none',
      name: name ?? 'No persona known',
      chosen,
      choose: name === null ? null : () => set({ persona: chosen ? undefined : name, show: 'all' }),
    };
  });
  return (
    <>
      <Groups heading="By campaign" lines={campaigns} />
      <Groups heading="By persona" lines={personas} />
    </>
  );
}

function Groups({ heading, lines }: { heading: string; lines: readonly Line[] }) {
  const shown = lines.filter(({ cameBack }) => cameBack > 0).slice(0, mostShown);
  if (shown.length === 0) return null;
  return (
    <section className={`panel ${classes.card}`} aria-label={heading}>
      <h2 className={classes.heading}>{heading}</h2>
      <table className={classes.groups}>
        <thead>
          <tr>
            <th scope="col" className="sr-only">
              {heading}
            </th>
            <th scope="col">back</th>
            <th scope="col">accepted</th>
            <th scope="col">packet</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <tr key={line.key} data-chosen={line.chosen || undefined}>
              <th scope="row">
                {line.choose === null ? (
                  line.name
                ) : (
                  <button
                    type="button"
                    className={classes.groupName}
                    aria-pressed={line.chosen}
                    onClick={line.choose}
                  >
                    {line.name}
                  </button>
                )}
                {line.topReason ? <span className={classes.topReason}>{line.topReason.name}</span> : null}
              </th>
              <td>
                {formatCount(line.cameBack)} <span className="mute">of {formatCount(line.offered)}</span>
              </td>
              <td>{line.acceptance === null ? '–' : percent(line.acceptance)}</td>
              <td>{line.completeness === null ? '–' : percent(line.completeness)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
