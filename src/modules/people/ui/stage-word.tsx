import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import { useStages } from './fields.ts';

const hoursPerDay = 24;

function allowedWords(hours: number): string {
  if (hours % hoursPerDay !== 0) return `${hours} hours`;
  const days = hours / hoursPerDay;
  return days === 1 ? 'a day' : `${days} days`;
}

type StageWordProps = {
  stage: string;
  /** As it stands in the sentence, where that is not the stage's name: "customer". */
  children?: string;
};

/** A lifecycle stage's name that opens its definition. */
export function StageWord({ stage, children }: StageWordProps) {
  const stages = useStages();
  const known = stages.find((one) => one.key === stage);
  if (!known) return <strong>{children ?? stage}</strong>;
  const next = stages.find((one) => one.position === known.position + 1);
  const wait =
    known.allowedHours === null
      ? 'No limit to how long one may wait here.'
      : `One may wait here for ${allowedWords(known.allowedHours)}.`;
  return (
    <DefinedTerm term={stage} more={`${wait}${next ? ` The next stage is ${next.name}.` : ''}`}>
      {children ?? known.name}
    </DefinedTerm>
  );
}
