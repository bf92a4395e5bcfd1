import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { Analysis, ComparedRule, Comparison } from './api-types.ts';
import { ProposeLink } from './propose-link.tsx';
import classes from './tray.module.css';
import { evidenceNote, percent, ruleWords } from './tray-words.ts';

const mostShown = 5;

/** Which rules let in what came back, beside what sales took: where a definition should change. */
export function RulesPanel({
  analysis,
  comparison,
}: {
  analysis: Analysis;
  comparison: Comparison | undefined;
}) {
  if (!comparison) {
    return (
      <section className={`panel ${classes.card}`} aria-label="Rules behind them" aria-busy>
        <h2 className={classes.heading}>Rules they rested on</h2>
        <p className="mute">Asking the rules of each lead as it was when it was offered…</p>
      </section>
    );
  }
  const misleading = comparison.rules
    .filter((rule) => rule.cameBackShare > rule.acceptedShare)
    .slice(0, mostShown);
  const telling = comparison.rules
    .filter((rule) => rule.cameBackShare < rule.acceptedShare)
    .toReversed()
    .slice(0, 3);
  return (
    <section className={`panel ${classes.card}`} aria-label="Rules behind them">
      <h2 className={classes.heading}>Rules they rested on</h2>
      {misleading.length === 0 ? (
        <p className="mute">
          No rule tells what came back from what sales accepted; it takes three of each to compare them.
        </p>
      ) : (
        <>
          <p className={classes.lead}>More often true of what came back than of what sales accepted:</p>
          <ul className={classes.rules}>
            {misleading.map((rule) => (
              <Rule key={`${rule.definitionKey} ${rule.rule}`} rule={rule} analysis={analysis} />
            ))}
          </ul>
        </>
      )}
      {telling.length > 0 ? (
        <>
          <p className={classes.lead}>True above all of what sales accepted:</p>
          <ul className={classes.rules}>
            {telling.map((rule) => (
              <Rule key={`${rule.definitionKey} ${rule.rule}`} rule={rule} analysis={analysis} />
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

function Rule({ rule, analysis }: { rule: ComparedRule; analysis: Analysis }) {
  return (
    <li className={classes.rule}>
      <div className={classes.ruleName}>{rule.rule}</div>
      <Share share={rule.cameBackShare} label="came back" className={classes.back} />
      <Share share={rule.acceptedShare} label="accepted" className={classes.accepted} />
      <div className={classes.ruleFoot}>
        <DefinedTerm term={rule.definitionKey}>{rule.word}</DefinedTerm>
        <span className="mute">version {rule.versionNumber}</span>
        <span className="sr-only">{ruleWords(rule)}</span>
        {rule.cameBackShare > rule.acceptedShare ? (
          <ProposeLink definitionKey={rule.definitionKey} note={evidenceNote(rule, analysis)}>
            Propose a change
          </ProposeLink>
        ) : null}
      </div>
    </li>
  );
}

function Share({ share, label, className }: { share: number; label: string; className: string | undefined }) {
  return (
    <div className={classes.share} aria-hidden>
      <span className={classes.shareTrack}>
        <span className={className} style={{ width: `${share * 100}%` }} />
      </span>
      <span className={classes.shareWords}>
        {percent(share)} {label}
      </span>
    </div>
  );
}
