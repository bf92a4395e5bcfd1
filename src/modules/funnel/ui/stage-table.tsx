import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import type { Funnel } from './rows.ts';
import { formatDays, moneyWords } from './words.ts';

/** The picture as a table, for those who hear the page. */
export function StageTable({ funnel }: { funnel: Funnel }) {
  return (
    <div className="sr-only">
      <table>
        <caption>The funnel, stage by stage</caption>
        <thead>
          <tr>
            {[
              'Stage',
              'Reached',
              'Before',
              'Pass to the next',
              'Median time',
              'Waiting',
              'Past their time',
              'Gone on',
              'Left or returned',
              'Won',
            ].map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {funnel.stages.map((stage) => (
            <tr key={stage.key}>
              <th scope="row">{stage.name}</th>
              <td>{formatCount(stage.reached)}</td>
              <td>{stage.reachedBefore === null ? '–' : formatCount(stage.reachedBefore)}</td>
              <td>{stage.passRate === null ? '–' : formatShare(stage.passRate)}</td>
              <td>{stage.toNext ? formatDays(stage.toNext.medianDays) : '–'}</td>
              <td>{formatCount(stage.waiting)}</td>
              <td>{formatCount(stage.late)}</td>
              <td>{formatCount(stage.goneOn)}</td>
              <td>{formatCount(stage.left)}</td>
              <td>{moneyWords(stage.won)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
