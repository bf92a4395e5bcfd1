import type { Packet } from '../parts/api-types.ts';
import classes from './packet.module.css';

type Score = NonNullable<Packet['why']['score']>;

const whole = 100;

/** What the points come from: content, conversations, fit. Points that were taken away are not drawn. */
export function ScoreBar({ score }: { score: Score }) {
  const parts = [
    { of: 'content', points: Math.max(0, score.content) },
    { of: 'conversations', points: Math.max(0, score.conversations) },
    { of: 'fit', points: Math.max(0, score.fit) },
  ];
  const sum = parts.reduce((total, part) => total + part.points, 0);
  const scale = whole / Math.max(whole, sum);
  return (
    <div className={classes.bar} aria-hidden="true">
      {parts.map(({ of, points }) => (
        <span key={of} data-of={of} style={{ width: `${points * scale}%` }} />
      ))}
    </div>
  );
}
