import type { CSSProperties } from 'react';
import classes from './funnel.module.css';

const key = (colour: string): CSSProperties & Record<'--key', string> => ({ '--key': colour });

export function Legend({ hasSquares }: { hasSquares: boolean }) {
  return (
    <div className={classes.legend}>
      <span style={key('var(--mk2)')}>
        reached the stage; the width is the square root of its share of the first
      </span>
      {hasSquares ? (
        <>
          <span style={key('var(--late)')}>past their time</span>
          <span style={key('var(--sa2)')}>waiting here</span>
          <span style={key('var(--sabg)')}>went on</span>
          <span style={key('var(--line)')}>left or came back</span>
          <span className={classes.legendNote}>
            The squares of a row are the same people as its band; a square is one, or as many as the row says.
          </span>
        </>
      ) : null}
    </div>
  );
}
