import { z } from 'zod';
import { EvidenceDrawer } from '../../../../web/parts/evidence-drawer.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { pointsText, signed } from '../../../language/ui/standing/words.ts';
import type { Handoff } from '../parts/api-types.ts';
import classes from './packet.module.css';

const pointsEvidence = z.object({ points: z.literal('each') });

/** Everything that the score was the sum of when the lead was offered. */
export function PointsDrawer({ handoff }: { handoff: Handoff }) {
  const { score } = handoff.packet.why;
  if (!score) return null;
  return (
    <EvidenceDrawer
      schema={pointsEvidence}
      title={() =>
        `${Math.round(score.points)} points of ${handoff.contact.name}: “${score.word}”, grade ${score.grade}`
      }
    >
      {() => (
        <table className={classes.ledger}>
          <thead>
            <tr>
              <th scope="col">For what</th>
              <th scope="col" data-align="end">
                Points
              </th>
            </tr>
          </thead>
          <tbody>
            {score.ledger.map((entry, place) => (
              // The same signal may stand there several times, at the same moment too.
              // biome-ignore lint/suspicious/noArrayIndexKey: the ledger of a packet stays in its order
              <tr key={place}>
                <td>
                  {entry.name}
                  <span className="mute">
                    {' '}
                    {entry.what}
                    {entry.at ? (
                      <>
                        , <When at={entry.at} style="date" />
                      </>
                    ) : null}
                  </span>
                </td>
                <td data-align="end">{signed(entry.worth)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum</th>
              <td data-align="end">{pointsText(score.points)}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </EvidenceDrawer>
  );
}
