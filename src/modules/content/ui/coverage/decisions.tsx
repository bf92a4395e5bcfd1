import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Term } from '../../../../web/parts/term.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import { AssetPicker } from '../library/asset-picker.tsx';
import type { Decision, Suggestion, Suggestions } from './api-types.ts';
import classes from './coverage.module.css';
import { useDecide } from './use-decide.ts';
import { plural } from './words.ts';

const verbs: Record<Decision['kind'], string> = {
  repair: 'Repair',
  promote: 'Promote',
  retire: 'Retire',
  make: 'Make',
  keep: 'Keep',
};
const done: Record<Decision['kind'], string> = {
  repair: 'To be repaired',
  promote: 'Recommended',
  retire: 'Retired',
  make: 'Asked for',
  keep: 'Kept',
};
/** From so many of one type for one reason on they are one line. */
const groupedFrom = 3;
const shownAtFirst = 7;
const latest = 5;

type Props = { suggestions: Suggestions; onPiece: (assetId: string) => void };

/** What both sides decide together, each with its evidence and a press to decide. */
export function Decisions({ suggestions, onPiece }: Props) {
  const [all, setAll] = useState(false);
  const groups = groupsOf(suggestions.items);
  const shown = all ? groups : groups.slice(0, shownAtFirst);
  const mayDecide = useMay('content:decide');
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="to-decide">
      <h2 id="to-decide">
        To decide <span className="shared">together</span>
      </h2>
      {groups.length === 0 ? (
        <p className="mute">
          Nothing waits to be decided: what is there is used and finished, as far as the numbers say.
        </p>
      ) : null}
      <ul className={classes.decisions}>
        {shown.map((group) =>
          group.length >= groupedFrom ? (
            <Group key={`group:${group[0]?.key}`} group={group} rules={suggestions.rules} onPiece={onPiece} />
          ) : (
            group.map((one) => (
              <ToDecide key={one.key} suggestion={one} rules={suggestions.rules} onPiece={onPiece} />
            ))
          ),
        )}
      </ul>
      {groups.length > shown.length ? (
        <button type="button" className={classes.quiet} onClick={() => setAll(true)}>
          {plural(groups.length - shown.length, 'more line')}
        </button>
      ) : null}
      {!mayDecide && groups.length > 0 ? (
        <p className="mute">Marketing and liaisons decide; what you see here, they see.</p>
      ) : null}
      <Decided silenced={suggestions.silenced} />
    </section>
  );
}

/** Many pieces of one type that are to go for one reason stand together. */
function groupsOf(items: readonly Suggestion[]): Suggestion[][] {
  const groups = new Map<string, Suggestion[]>();
  for (const one of items) {
    const key = one.kind === 'retire' ? `${one.kind}/${one.asset?.type}/${one.reason}` : one.key;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) =>
    group.length >= groupedFrom ? [group] : group.map((one) => [one]),
  );
}

type RowProps = { rules: Suggestions['rules']; onPiece: (assetId: string) => void };

function Group({ group, ...rest }: RowProps & { group: readonly Suggestion[] }) {
  const [opened, setOpened] = useState(false);
  const [first] = group;
  if (!first) return null;
  return (
    <>
      <li className={classes.decision}>
        <div className={classes.what}>
          <Kind kind={first.kind} rules={rest.rules} />{' '}
          <button
            type="button"
            className={classes.quiet}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            {plural(group.length, first.asset?.type ?? 'piece')}
          </button>
          <small>{first.reason}</small>
        </div>
      </li>
      {opened ? group.map((one) => <ToDecide key={one.key} suggestion={one} {...rest} />) : null}
    </>
  );
}

function Kind({ kind, rules }: { kind: Suggestion['kind']; rules: Suggestions['rules'] }) {
  return (
    <strong>
      <Term meaning={rules.find((rule) => rule.kind === kind)?.words ?? ''}>{verbs[kind]}</Term>
    </strong>
  );
}

function ToDecide({ suggestion, rules, onPiece }: RowProps & { suggestion: Suggestion }) {
  const mayDecide = useMay('content:decide');
  const [opened, setOpened] = useState(false);
  const [instead, setInstead] = useState(suggestion.useInstead?.id ?? null);
  const { decide } = useDecide();
  const { kind, asset } = suggestion;
  const answer = (keep: boolean) =>
    decide.mutate({
      suggestion,
      keep,
      ...(kind === 'retire' && !keep ? { useInsteadId: instead } : {}),
    });
  return (
    <li className={classes.decision}>
      <div className={classes.what}>
        <Kind kind={kind} rules={rules} />{' '}
        <button
          type="button"
          className={classes.quiet}
          aria-expanded={opened}
          onClick={() => {
            setOpened(!opened);
            if (asset && !opened) onPiece(asset.id);
          }}
        >
          {suggestion.title}
        </button>
        <small>
          {suggestion.reason}
          {kind === 'retire' && suggestion.useInstead && asset
            ? `; use “${suggestion.useInstead.name}” instead`
            : ''}
        </small>
      </div>
      {mayDecide ? (
        <div className={classes.answers}>
          <Button size="compact-xs" color="shared" loading={decide.isPending} onClick={() => answer(false)}>
            {verbs[kind]}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={decide.isPending}
            onClick={() => answer(true)}
          >
            {kind === 'make' ? 'Leave' : 'Keep'}
          </Button>
        </div>
      ) : null}
      {opened ? (
        <Evidence suggestion={suggestion} instead={instead} onInstead={mayDecide ? setInstead : null} />
      ) : null}
    </li>
  );
}

type EvidenceProps = {
  suggestion: Suggestion;
  instead: string | null;
  /** Null: who looks may not decide. */
  onInstead: ((id: string | null) => void) | null;
};

function Evidence({ suggestion, instead, onInstead }: EvidenceProps) {
  const { kind, asset, useInstead, evidence } = suggestion;
  return (
    <div className={classes.evidence}>
      <ul>
        {evidence.figures.map(({ key, words }) => (
          <li key={key}>{words}</li>
        ))}
      </ul>
      {asset ? (
        <Link to="/content/assets/$assetId" params={{ assetId: asset.id }}>
          Open the piece
        </Link>
      ) : null}
      {kind === 'retire' && asset && onInstead ? (
        <AssetPicker
          label="Use instead"
          value={instead}
          known={useInstead ? { id: useInstead.id, title: useInstead.name } : null}
          exclude={asset.id}
          onChange={onInstead}
        />
      ) : null}
      <p className="mute">{follows[kind]} Counted over the past twelve months.</p>
    </div>
  );
}

const follows: Record<Suggestion['kind'], string> = {
  repair: 'Its owner is told, with the page.',
  promote: 'Each seller with open leads that it fits is told how many.',
  retire:
    'Everyone who gave it to somebody is told what to use instead; links that are out go on working, and sellers see the note on them.',
  make: 'Marketing gets the request, with the evidence.',
};

function Decided({ silenced }: { silenced: number }) {
  const history = useQuery(api.content.decisions.history.queryOptions({ input: { limit: latest } }));
  const mayDecide = useMay('content:decide');
  const { undo } = useDecide();
  const items = history.data?.items ?? [];
  if (history.error) return <ProblemNotice error={history.error} />;
  if (items.length === 0) return null;
  return (
    <>
      <h3>Decided{silenced > 0 ? `, ${silenced} not asked again for a quarter` : ''}</h3>
      <ul className={classes.decisions}>
        {items.map((decision) => (
          <li key={decision.id} className={classes.decided}>
            <span>
              <span className={decision.undoneAt ? classes.undone : undefined}>
                {done[decision.kind]}: {decision.title}
              </span>
              <small>
                {decision.undoneAt ? `undone by ${decision.undoneBy}, decided by ` : ''}
                {decision.decidedBy}, <When at={decision.decidedAt} />
              </small>
            </span>
            {mayDecide && decision.undoneAt === null ? (
              <Button
                size="compact-xs"
                variant="subtle"
                loading={undo.isPending && undo.variables === decision.id}
                onClick={() => undo.mutate(decision.id)}
              >
                Undo
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}
