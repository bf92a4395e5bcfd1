import { BacktestPanel } from '../backtest/backtest-panel.tsx';
import { TrialCard } from '../sla/trial-card.tsx';
import type { Version } from './api-types.ts';
import { canBacktest } from './words.ts';

/** What the past says of a version, held against what is in force: beside the signature button. */
export function PastCard({ subject, against }: { subject: Version; against: Version | null }) {
  if (subject.body.kind === 'sla') return <TrialCard key={subject.id} subject={{ versionId: subject.id }} />;
  if (!canBacktest(subject.body)) return null;
  const held = against !== null && canBacktest(against.body) ? { versionId: against.id } : undefined;
  return <BacktestPanel key={subject.id} subject={{ versionId: subject.id }} against={held} />;
}
