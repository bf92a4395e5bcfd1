import { useElementSize } from '@mantine/hooks';
import { formatMoney } from '../../../../web/parts/money.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import classes from './account.module.css';
import type { AccountJourney, PictureMark } from './api-types.ts';
import { type Dot, dotsOf, type PictureNames, type Scale, ticksOf, timeScale } from './lay-out-account.ts';
import { plural } from './words.ts';

const laneHeight = 52;
const dealHeight = 26;
const axisHeight = 22;
const stageLabelRoomPx = 74;
/** Between the line, where stages are named, and the dots. */
const besideLinePx = 10;
const narrowPx = 600;

type Journey = AccountJourney & { from: string; to: string };
type Props = { journey: Journey; names: PictureNames };

/** Lanes of people on one line of time: what they met above the line, whom they talked to below, stages as marks. */
export function AccountPicture({ journey, names }: Props) {
  const { ref, width } = useElementSize();
  const isNarrow = width < narrowPx;
  const left = isNarrow ? 0 : 170;
  const plotWidth = Math.max(200, width - left);
  const scale = timeScale(journey, plotWidth);
  const lane = isNarrow ? laneHeight + 18 : laneHeight;
  const dealRoom = isNarrow ? dealHeight + 14 : dealHeight;
  const dealsHeight = journey.deals.length * dealRoom;
  const top = axisHeight + dealsHeight + 8;
  const height = top + journey.people.length * lane + 6;
  return (
    <div ref={ref} className={classes.picture}>
      {width > 0 ? (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`The journey of ${names.account} over time; the same stands in the tables below`}
        >
          <g transform={`translate(${left} 0)`}>
            {ticksOf(journey, scale).map(({ x, label }) => (
              <g key={x}>
                <line x1={x} x2={x} y1={axisHeight} y2={height} className={classes.tick} />
                <text x={x + 3} y={14} className={classes.axis}>
                  {label}
                </text>
              </g>
            ))}
            {journey.marks
              .filter(({ kind }) => kind === 'won' || kind === 'lost')
              .map((mark) => (
                <line
                  key={`${mark.at} ${mark.deal?.id}`}
                  x1={scale(mark.at)}
                  x2={scale(mark.at)}
                  y1={axisHeight}
                  y2={height}
                  className={classes.end}
                  data-kind={mark.kind}
                />
              ))}
          </g>
          {journey.deals.map((deal, nth) => (
            <Deal
              key={deal.id}
              deal={deal}
              y={axisHeight + nth * dealRoom}
              left={left}
              width={plotWidth}
              scale={scale}
              until={journey.to}
              name={names.deal(deal.id)}
            />
          ))}
          {journey.people.map((person, nth) => (
            <Lane
              key={person.id}
              person={person}
              name={names.person(person.id)}
              names={names}
              journey={journey}
              y={top + nth * lane}
              height={lane}
              left={left}
              width={plotWidth}
              scale={scale}
            />
          ))}
        </svg>
      ) : null}
    </div>
  );
}

type DealProps = {
  deal: AccountJourney['deals'][number];
  y: number;
  left: number;
  width: number;
  scale: Scale;
  until: string;
  name: string;
};

const characterPx = 6.6;

function Deal({ deal, y, left, width, scale, until, name }: DealProps) {
  const from = scale(deal.openedAt);
  const to = Math.max(from + 6, scale(deal.closedAt ?? until));
  const money =
    deal.amountMinor === null || deal.currency === ''
      ? ''
      : `, ${formatMoney({ amountMinor: deal.amountMinor, currency: deal.currency })}`;
  const words = `${name}${money}, ${deal.status}`;
  const isRoomRight = to + 8 + words.length * characterPx < width;
  const isRoomLeft = from - 8 - words.length * characterPx > -left;
  const x = isRoomRight ? to + 6 : isRoomLeft ? from - 6 : 4;
  if (left === 0)
    return (
      <g transform={`translate(0 ${y})`}>
        <text x={0} y={14} className={classes.dealName}>
          {shortened(words, Math.floor(width / characterPx))}
        </text>
        <rect
          x={from}
          y={21}
          width={to - from}
          height={12}
          rx={3}
          className={classes.deal}
          data-status={deal.status}
        />
      </g>
    );
  return (
    <g transform={`translate(${left} ${y})`}>
      <rect
        x={from}
        y={7}
        width={to - from}
        height={12}
        rx={3}
        className={classes.deal}
        data-status={deal.status}
      >
        <title>{words}</title>
      </rect>
      <text
        x={x}
        y={17}
        textAnchor={!isRoomRight && isRoomLeft ? 'end' : 'start'}
        className={classes.dealName}
      >
        {words}
      </text>
    </g>
  );
}

type LaneProps = {
  person: AccountJourney['people'][number];
  name: string;
  names: PictureNames;
  journey: Journey;
  y: number;
  height: number;
  left: number;
  width: number;
  scale: Scale;
};

function Lane({ person, name, names, journey, y, height, left, width, scale }: LaneProps) {
  const isNarrow = left === 0;
  const middle = isNarrow ? 18 + (height - 18) / 2 : height / 2;
  const own = journey.touches.filter(({ contactId }) => contactId === person.id);
  const marks = journey.marks.filter(({ contactId, kind }) => contactId === person.id && kind === 'stage');
  const detail = person.title ?? person.persona ?? '';
  return (
    <g transform={`translate(0 ${y})`}>
      <text x={0} y={isNarrow ? 13 : middle - 2} className={classes.personName}>
        {shortened(name, isNarrow ? 40 : 24)}
      </text>
      {isNarrow ? null : (
        <text x={0} y={middle + 13} className={classes.personDetail}>
          {shortened(detail, 26)}
        </text>
      )}
      <g transform={`translate(${left} ${middle})`}>
        <line x1={0} x2={width} y1={0} y2={0} className={classes.line} />
        {dotsOf(own, scale).map((dot) => (
          <DotMark key={`${dot.kind} ${dot.x}`} dot={dot} names={names} />
        ))}
        <Stages marks={marks} scale={scale} width={width} />
      </g>
    </g>
  );
}

function DotMark({ dot, names }: { dot: Dot; names: PictureNames }) {
  const [first] = dot.touches;
  if (!first) return null;
  const y = (dot.kind === 'content' ? -1 : 1) * (dot.radius + besideLinePx);
  const what = (touch: Dot['touches'][number]) =>
    [
      touch.label,
      touch.asset?.name,
      touch.channelName,
      touch.teammate ? `with ${names.teammate(touch.teammate.id)}` : null,
    ]
      .filter((part) => part)
      .join(', ');
  return (
    <circle cx={dot.x} cy={y} r={dot.radius} className={classes.touch} data-kind={dot.kind}>
      <title>
        {dot.touches.length === 1
          ? `${formatDate(first.at)}: ${what(first)}`
          : `${plural(dot.touches.length, 'touchpoint')} from ${formatDate(first.at)}: ${dot.touches.slice(0, 4).map(what).join('; ')}`}
      </title>
    </circle>
  );
}

/** Stages as marks on the line; those that come together are told by the furthest. */
function Stages({ marks, scale, width }: { marks: readonly PictureMark[]; scale: Scale; width: number }) {
  const placed: { x: number; label: string; titles: string[] }[] = [];
  for (const mark of marks) {
    const x = scale(mark.at);
    const last = placed.at(-1);
    const words = `${mark.label}, ${formatDate(mark.at)}`;
    if (last && x - last.x < stageLabelRoomPx / 3) {
      last.label = mark.label;
      last.titles.push(words);
    } else placed.push({ x, label: mark.label, titles: [words] });
  }
  return placed.map(({ x, label, titles }, nth) => {
    const next = placed[nth + 1];
    const before = placed[nth - 1];
    const isLast = x + 7 + label.length * characterPx > width;
    const hasRoom = isLast
      ? !before || x - before.x > 2 * stageLabelRoomPx
      : !next || next.x - x > stageLabelRoomPx;
    return (
      <g key={x}>
        <path d={`M${x},-4 l4,4 l-4,4 l-4,-4 z`} className={classes.stage}>
          <title>{titles.join(' · ')}</title>
        </path>
        {hasRoom ? (
          <text
            x={isLast ? x - 7 : x + 7}
            y={4}
            textAnchor={isLast ? 'end' : 'start'}
            className={classes.stageName}
          >
            {label}
          </text>
        ) : null}
      </g>
    );
  });
}

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
