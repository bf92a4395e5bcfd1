import { Button } from '@mantine/core';
import { useState } from 'react';
import { BacktestPanel } from '../backtest/backtest-panel.tsx';
import type { Body, Version } from './api-types.ts';
import classes from './draft.module.css';
import { canBacktest } from './words.ts';

type TriedCardProps = { body: Body; against: Version | null; ready: boolean };

/** A text that is being written, tried on the past when its writer asks, held against what is in force. */
export function TriedCard({ body, against, ready }: TriedCardProps) {
  const [tried, setTried] = useState<Body | null>(null);
  const changed = tried !== null && JSON.stringify(tried) !== JSON.stringify(body);
  const held = against !== null && canBacktest(against.body) ? { versionId: against.id } : undefined;
  return (
    <div className={classes.tried}>
      {tried === null || changed ? (
        <div className={`panel ${classes.tryIt}`}>
          <p>
            {changed
              ? 'You have changed the text since it was tried.'
              : 'See what this text would have done to the leads of the past, before anybody signs it.'}
          </p>
          <Button variant="default" disabled={!ready} onClick={() => setTried(body)}>
            {changed ? 'Try it again' : 'Try it on the past'}
          </Button>
        </div>
      ) : null}
      {tried ? <BacktestPanel subject={{ body: tried }} against={held} /> : null}
    </div>
  );
}
