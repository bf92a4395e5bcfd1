import { Link } from '@tanstack/react-router';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { tooFewBelow } from '../../measures/piece/contract.ts';
import { nextStepsCsv } from './csv.ts';
import classes from './piece.module.css';
import type { Figures } from './state.ts';
import { figureWords, shareWords, spanWords, stepWords, typeWords } from './words.ts';

type Place = Figures['place'][number];

/** Where it stands among the others of its type, and beside what the field says. */
export function PlaceAmong({ figures }: { figures: Figures }) {
  const { place, asset, referenceLines, totals } = figures;
  const others = asset.type === null ? 'others' : `other ${typeWords(asset.type)}`;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="place-heading">
      <div className={classes.head}>
        <h2 id="place-heading">Beside {others}</h2>
        {asset.type === null || place.length === 0 ? null : (
          <Link to="/content/library" search={{ type: asset.type }} className={classes.quiet}>
            All {typeWords(asset.type)}
          </Link>
        )}
      </div>
      {place.length === 0 ? (
        <p className="mute">
          {asset.type === null
            ? 'Say what type it is, and it is compared with its like.'
            : `There is no other ${asset.type} to compare it with.`}
        </p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col" className={classes.text}>
                Figure
              </th>
              <th scope="col">This</th>
              <th scope="col">Middle of {others}</th>
              <th scope="col">Ahead of</th>
            </tr>
          </thead>
          <tbody>
            {place.map((one) => (
              <tr key={one.figure}>
                <th scope="row">{figureWords[one.figure]}</th>
                <td>
                  {one.value === null || one.value === 0 ? (
                    valueWords(one.figure, one.value)
                  ) : (
                    <Figure evidence={behind[one.figure]}>{valueWords(one.figure, one.value)}</Figure>
                  )}
                </td>
                <td>{one.of === 0 ? '–' : valueWords(one.figure, one.median)}</td>
                <td>
                  {one.value === null ? 'too few to say' : one.of === 0 ? '–' : `${one.better} of ${one.of}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={classes.legend}>
        {totals.medianMs === null
          ? null
          : totals.medianMs < referenceLines.mostReadUnderMs.value
            ? `Read for less than ${spanWords(referenceLines.mostReadUnderMs.value)}, as most content is.`
            : `Held longer than most content, which is read for under ${spanWords(referenceLines.mostReadUnderMs.value)}.`}{' '}
        {asset.type === 'case study' && totals.measured >= tooFewBelow
          ? `In the field case studies are finished by ${Math.round(referenceLines.caseStudiesFinished.value * 100)} %, this one by ${shareWords(totals.finished, totals.measured)}. `
          : null}
        Source: {referenceLines.mostReadUnderMs.source}. Pieces with fewer than {tooFewBelow} readers are not
        compared.
      </p>
    </section>
  );
}

const behind = {
  finishRate: { people: 'finished' },
  medianMs: { visits: 'visits' },
  shares: { shares: 'all' },
} as const satisfies Record<Place['figure'], Record<string, unknown>>;

function valueWords(figure: Place['figure'], value: number | null): string {
  if (value === null) return '–';
  if (figure === 'finishRate') return `${Math.round(value * 100)} %`;
  return figure === 'medianMs' ? spanWords(value) : formatCount(value);
}

/** What followed on reading it within fourteen days, beside the same of the others. */
export function WhatFollowed({ figures }: { figures: Figures }) {
  const { nextSteps, asset } = figures;
  const own = nextSteps[0]?.own.n ?? 0;
  const others = nextSteps[0]?.others.n ?? 0;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="followed-heading">
      <div className={classes.head}>
        <h2 id="followed-heading">
          What followed <span className="mute">· within 14 days of first reading it</span>
        </h2>
        <a className={classes.quiet} href={nextStepsCsv(figures)} download="what-followed.csv">
          CSV
        </a>
      </div>
      {own === 0 ? (
        <p className="mute">Nobody who is known by name read it 14 days ago or longer.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col" className={classes.text}>
                Step
              </th>
              <th scope="col">
                Its readers <span className="mute">n {formatCount(own)}</span>
              </th>
              <th scope="col">
                Of other {asset.type === null ? 'pieces' : typeWords(asset.type)}{' '}
                <span className="mute">n {formatCount(others)}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {nextSteps.map((one) => (
              <tr key={one.step}>
                <th scope="row">{stepWords[one.step]}</th>
                <td>
                  <Figure evidence={{ people: 'followed', step: one.step }}>
                    {formatCount(one.own.followed)}
                  </Figure>{' '}
                  <span className="mute">{partWords(one.own)}</span>
                </td>
                <td>
                  {formatCount(one.others.followed)} <span className="mute">{partWords(one.others)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={classes.legend}>
        Followed is not caused: who reads to the end is often already on the way. People known by name alone,
        and only where the days have passed.
      </p>
    </section>
  );
}

const partWords = ({ n, followed }: { n: number; followed: number }): string =>
  n < tooFewBelow ? 'too few to say' : shareWords(followed, n);

type StageCount = Figures['buyingStages'][number];

/** Where readers stood when they first read it. */
export function StagesWhenRead({ figures }: { figures: Figures }) {
  const { buyingStages, lifecycleStages } = figures;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="stages-heading">
      <div className={classes.head}>
        <h2 id="stages-heading">
          Where readers stood <span className="mute">· when they first read it</span>
        </h2>
      </div>
      <div className={classes.stages}>
        <Stages heading="Buying stage" of="buying" stages={buyingStages} />
        <Stages heading="Lifecycle stage" of="lifecycle" stages={lifecycleStages} />
      </div>
    </section>
  );
}

function Stages({
  heading,
  of,
  stages,
}: {
  heading: string;
  of: 'buying' | 'lifecycle';
  stages: readonly StageCount[];
}) {
  const most = Math.max(1, ...stages.map(({ readers }) => readers));
  return (
    <table className={classes.stageTable}>
      <caption>{heading}</caption>
      <tbody>
        {stages.map(({ key, name, readers }) => (
          <tr key={key ?? 'unknown'}>
            <th scope="row">{name}</th>
            <td className={classes.stageBar}>
              <span
                aria-hidden="true"
                style={{ width: `${(100 * readers) / most}%` }}
                data-unknown={key === null || undefined}
              />
            </td>
            <td>
              {readers === 0 ? (
                <span className="mute">0</span>
              ) : (
                <Link
                  to="."
                  className={classes.figure}
                  resetScroll={false}
                  aria-label={`${readers} readers: ${name}`}
                  search={(now: Record<string, unknown>) => ({
                    ...now,
                    evidence: { people: of, name, ...(key === null ? {} : { stage: key }) },
                  })}
                >
                  {formatCount(readers)}
                </Link>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
