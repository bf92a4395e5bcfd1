import { Term } from '../../../web/parts/term.tsx';
import { useStages } from './fields.ts';

const hoursPerDay = 24;

function allowedWords(hours: number): string {
  if (hours % hoursPerDay !== 0) return `${hours} hours`;
  const days = hours / hoursPerDay;
  return days === 1 ? 'a day' : `${days} days`;
}

/** A lifecycle stage's name that opens what it means here. */
export function StageWord({ stage }: { stage: string }) {
  const stages = useStages();
  const known = stages.find((one) => one.key === stage);
  if (!known) return <strong>{stage}</strong>;
  const next = stages.find((one) => one.position === known.position + 1);
  return (
    <Term
      meaning={
        <>
          {known.name}: {known.gate}.{' '}
          {next ? `The next gate is ${next.name}: ${next.gate}.` : 'It is the last stage.'}
        </>
      }
      footer={
        known.allowedHours === null
          ? 'No limit to how long one may wait here.'
          : `One may wait here for ${allowedWords(known.allowedHours)}.`
      }
    >
      {known.name}
    </Term>
  );
}
