import { packetItems, type SlaPolicy } from '../../sla/policy.ts';
import type { DefinitionBody } from '../bodies.ts';

type Stage = { key: string };

const usual = { offerStage: 'mql', acceptStage: 'sal', returnStage: 'inquiry' } as const;

/** The stages of the hand-off: the usual ones, or of other stages the first three. */
function stagesOf(stages: readonly Stage[]): Pick<SlaPolicy, keyof typeof usual> | null {
  const there = (key: string) => stages.some((stage) => stage.key === key);
  if (Object.values(usual).every(there)) return usual;
  const [first, second, third] = stages;
  if (first === undefined || second === undefined || third === undefined) return null;
  return { returnStage: first.key, offerStage: second.key, acceptStage: third.key };
}

const workingDays = [1, 2, 3, 4, 5];

/** What both sides could promise each other, until they have signed what they do. */
export function handOffAgreement(stages: readonly Stage[], timeZone: string): DefinitionBody | null {
  const handOff = stagesOf(stages);
  if (handOff === null) return null;
  return {
    kind: 'sla',
    word: 'Hand-off agreement',
    meaning:
      'What marketing and sales promise each other about leads. Marketing offers leads with all that is known about them, of which sales accepts most; sales answers each one itself, in time, and says what became of it. Both sides’ figures are counted the same way and stand on one page.',
    policy: {
      ...handOff,
      calendars: [
        {
          key: 'office',
          name: 'Office hours',
          timeZone,
          hours: workingDays.map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
          holidays: null,
          daysOff: [],
        },
      ],
      marketing: {
        volumePerMonth: null,
        packetItems: [...packetItems],
        packetCompletenessPercent: 80,
        acceptancePercent: 60,
      },
      sales: {
        firstResponse: [
          { grades: ['A1', 'A2'], hours: 4 },
          { grades: ['B'], hours: 8 },
        ],
        firstResponseHours: 16,
        attempts: { atLeast: 4, withinDays: 10, apartHours: 4 },
        dispositionDays: 5,
        expiresDays: 20,
      },
      escalation: [
        { hours: -1, to: ['owner'] },
        { hours: 0, to: ['owner'] },
        { hours: 8, to: ['marketer', 'liaison'] },
      ],
    },
  };
}
