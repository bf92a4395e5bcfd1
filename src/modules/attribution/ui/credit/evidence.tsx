import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { EvidenceDrawer } from '../../../../web/parts/evidence-drawer.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { typeName } from '../../../timeline/ui/words.ts';
import { amountText, scaleOf } from './amounts.ts';
import type { Credit, Model, OpenedTouch, Opening, Openings } from './api-types.ts';
import classes from './credit.module.css';
import { JourneyStrip } from './journey-strip.tsx';
import { modelWords } from './model-words.ts';
import { ResultLink } from './opened-credit.tsx';
import { weightText } from './opening-words.ts';
import {
  type Evidence,
  evidenceShape,
  figureInput,
  knownModel,
  type PageState,
  withoutTouchKey,
} from './state.ts';
import { dayHere, plural, resultWords } from './words.ts';

const pageSize = 25;

/** All that a figure of the table is made of. */
export function CreditEvidence({ state, credit }: { state: PageState; credit: Credit }) {
  return (
    <EvidenceDrawer schema={evidenceShape} title={(evidence) => titleOf(evidence, credit)}>
      {(evidence) => {
        const model = knownModel(evidence.model);
        return model ? (
          <Body key={JSON.stringify(evidence)} state={state} figure={{ model, key: evidence.key }} />
        ) : null;
      }}
    </EvidenceDrawer>
  );
}

function titleOf({ model, key }: Evidence, { rows }: Credit): string {
  const known = knownModel(model);
  const label = key === withoutTouchKey ? 'No touchpoint known' : rows.find((row) => row.key === key)?.label;
  return `${label ?? 'Credit'}, ${known ? modelWords[known].name : model}`;
}

type BodyProps = { state: PageState; figure: { model: Model; key: string } };

function Body({ state, figure }: BodyProps) {
  const list = useInfiniteQuery(
    api.results.credit.openings.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...figureInput(state, figure), limit: pageSize, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const [first] = list.data?.pages ?? [];
  if (!first)
    return list.error ? (
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <p className="mute">Looking it up…</p>
    );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const exact = scaleOf({ ...first, largest: 0 }).exact;
  return (
    <div className={classes.evidence}>
      <p>
        <b>{exact(first.total)}</b> from {resultWords(state.value, first.earning)}.{' '}
        <span className="mute">
          {first.deals > first.earning
            ? `${plural(first.deals - first.earning, 'more', 'more')} met it and gave nothing by this model. `
            : ''}
          {first.words}
        </span>
      </p>
      <ol className={classes.deals}>
        {items.map((opening) => (
          <Deal key={opening.id} opening={opening} openings={first} value={state.value} />
        ))}
      </ol>
      <ProblemNotice error={list.error} onRetry={() => void list.fetchNextPage()} />
      {list.hasNextPage ? (
        <Button
          variant="default"
          size="sm"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {plural(first.deals - items.length, 'more', 'more')}
        </Button>
      ) : (
        <p className="mute">
          The credits of {resultWords(state.value, first.deals)} sum to {exact(first.total)}.
        </p>
      )}
      <Meanings openings={first} />
    </div>
  );
}

/** Which versions of which words the figures were made under. */
function Meanings({ openings }: { openings: Pick<Openings, 'definitions'> }) {
  if (openings.definitions.length === 0) return null;
  return (
    <p className="mute">
      As defined by{' '}
      {openings.definitions.map(({ key, word, version, versionId }, index) => (
        <span key={versionId}>
          {index > 0 ? ', ' : ''}
          <Link to="/language/$key" params={{ key }}>
            {word}, version {version}
          </Link>
        </span>
      ))}
      .
    </p>
  );
}

type DealProps = { opening: Opening; openings: Openings; value: string };

function Deal({ opening, openings, value }: DealProps) {
  const [isWhole, setWhole] = useState(false);
  const earning = opening.touches.filter(({ counts, credit }) => counts && credit !== 0);
  const shown = isWhole ? opening.touches : earning;
  const isStage = value.startsWith('stage:');
  return (
    <li className={classes.deal}>
      <div className={classes.dealHead}>
        <span>
          <ResultLink opening={opening} value={value} />
          <small>
            {isStage ? (
              (opening.account?.name ?? '')
            ) : (
              <>
                {opening.name}
                {opening.account ? (
                  <>
                    {' · '}
                    <Link to="/people/accounts/$id" params={{ id: opening.account.id }}>
                      company
                    </Link>
                  </>
                ) : null}
              </>
            )}
            {' · '}
            <When at={opening.resultAt} style="date" />
          </small>
        </span>
        <span className={classes.end}>
          <b>{amountText(openings, opening.credit)}</b> of {amountText(openings, opening.value)}
          {opening.original ? (
            <small>
              {amountText(
                { unit: 'minor', currency: opening.original.currency },
                opening.original.amountMinor,
              )}{' '}
              at {opening.original.rate}
            </small>
          ) : null}
        </span>
      </div>
      {opening.touches.length > 0 ? <JourneyStrip opening={opening} /> : null}
      <ul className={classes.touches}>
        {shown.map((touch) => (
          <Touch key={`${touch.id}:${touch.person?.id ?? ''}`} touch={touch} openings={openings} />
        ))}
      </ul>
      {opening.touches.length > earning.length ? (
        <button
          type="button"
          className={classes.quiet}
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole
            ? 'Only what earned it'
            : `${earning.length === 0 ? 'Its journey' : 'The journey around it'}: ${plural(opening.touches.length, 'touchpoint')}`}
        </button>
      ) : null}
      {opening.touchpoints > opening.touches.length ? <Whole opening={opening} isStage={isStage} /> : null}
    </li>
  );
}

/** All that was met, on the timeline of the deal or the person: the drawer holds what is near the figure. */
function Whole({ opening, isStage }: { opening: Opening; isStage: boolean }) {
  const words = `All ${plural(opening.touchpoints, 'touchpoint')} on the timeline`;
  return isStage ? (
    <Link to="/people/contacts/$id" params={{ id: opening.id }} className={classes.quiet}>
      {words}
    </Link>
  ) : (
    <Link to="/people/deals/$id" params={{ id: opening.id }} className={classes.quiet}>
      {words}
    </Link>
  );
}

function Touch({ touch, openings }: { touch: OpenedTouch; openings: Openings }) {
  const about = touch.asset?.name ?? touch.campaign?.name;
  return (
    <li className={classes.touch} data-counts={touch.counts || undefined}>
      <span>
        <span className={classes.kind} data-kind={touch.kind} />
        {typeName(touch.type)}
        {about ? `, ${about}` : ''}
        <small>
          <AtTime touch={touch} />
          {touch.person ? (
            <>
              {' · '}
              <Link to="/people/contacts/$id" params={{ id: touch.person.id }}>
                {touch.person.name}
              </Link>
            </>
          ) : null}
          {touch.teammate ? ` · with ${touch.teammate.name}` : ''}
          {touch.channelLabel ? ` · ${touch.channelLabel}` : ''}
        </small>
      </span>
      <span className={classes.end}>
        {touch.credit === 0 ? (
          <span className="mute">nothing</span>
        ) : (
          <>
            {amountText(openings, touch.credit)}{' '}
            <span className="mute">· {weightText(touch.weightPercent)}</span>
          </>
        )}
        {touch.credit === 0 ? null : <small>{touch.part}</small>}
      </span>
    </li>
  );
}

/** When it was, which opens that day of the person’s timeline. */
function AtTime({ touch: { at, person, type } }: { touch: OpenedTouch }) {
  const time = <When at={at} style="exact" />;
  // Where somebody came from stands in their record, and not in the timeline.
  if (!person || type === 'origin') return time;
  const day = dayHere(at);
  return (
    <Link to="/timeline" search={{ personId: person.id, from: day, to: day }}>
      {time}
    </Link>
  );
}
