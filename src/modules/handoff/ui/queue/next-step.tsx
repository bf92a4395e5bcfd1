import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../../../web/api.ts';
import { Term } from '../../../../web/parts/term.tsx';
import { dateWords } from '../../../conversations/ui/words.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import type { Handoff, Packet } from '../parts/api-types.ts';
import { BriefLink } from '../record/brief-link.tsx';
import classes from './packet.module.css';

type NextStepProps = {
  handoff: Handoff;
  onShare: (() => void) | undefined;
  onCall: (() => void) | undefined;
};

const shownPoints = 3;

/** What to do next and with what, who else is on it, and what the campaign was to say. */
export function NextStep({ handoff, onShare, onCall }: NextStepProps) {
  const { packet } = handoff;
  return (
    <section className={classes.part} aria-label="Next best step">
      <h3>Next best step</h3>
      <p className={classes.said}>
        <StepWords packet={packet} />
      </p>
      {packet.talkingPoints.length > 0 ? (
        <ul className={classes.points} aria-label="Talking points">
          {packet.talkingPoints.slice(0, shownPoints).map((point) => (
            <li key={point.text} title={`${point.by}${point.written ? '' : ', from what is known'}`}>
              {point.text}
            </li>
          ))}
        </ul>
      ) : null}
      {onShare || onCall ? (
        <div className={classes.stepButtons}>
          {onShare ? (
            <Button size="xs" color="marketing" onClick={onShare} rightSection={<ButtonKey keys="s" />}>
              {packet.nextAssets.length > 0 ? 'Share it' : 'Share an asset'}
            </Button>
          ) : null}
          {onCall ? (
            <Button size="xs" variant="default" onClick={onCall} rightSection={<ButtonKey keys="c" />}>
              Log a call
            </Button>
          ) : null}
        </div>
      ) : null}
      <WithYou handoff={handoff} />
    </section>
  );
}

/** "Answer “downtime at change-over?” with the line-swap film: unseen by them, finished by 71 % of finance readers." */
function StepWords({ packet }: { packet: Packet }): ReactNode {
  const [asset] = packet.nextAssets;
  const [question] = packet.questions;
  if (asset) {
    return (
      <>
        {question ? <>Answer “{question.text}” with </> : 'Share '}
        <strong>{asset.title}</strong>: {asset.reason}.
      </>
    );
  }
  if (question) return <>Answer what they asked: “{question.text}”</>;
  return packet.who.phone ? (
    <>Call them: {packet.who.phone}.</>
  ) : (
    <>Write or call; nothing of ours stands out.</>
  );
}

function WithYou({ handoff }: { handoff: Handoff }) {
  const { packet, contact } = handoff;
  const team = useQuery(
    api.handoff.requests.readTeam.queryOptions({ input: { recordType: 'contact', recordId: contact.id } }),
  );
  const marketing = team.data?.marketing ?? [];
  const names = [...new Set(marketing.map((one) => one.teammate.name))];
  const [first] = names.length > 0 ? names : [handoff.marketer?.name];
  return (
    <>
      <h3>With you on this</h3>
      <p className={classes.said}>
        {first ? (
          <span className="marketing">{[first, ...names.slice(1)].join(', ')}</span>
        ) : (
          'Nobody of marketing yet'
        )}
        {packet.campaign ? (
          <>
            ; {packet.campaign.name}
            {packet.campaign.startsOn ? `, since ${dateWords(packet.campaign.startsOn)}` : ''}{' '}
            {packet.campaign.brief ? <Brief campaign={packet.campaign} /> : null}{' '}
            <BriefLink campaign={packet.campaign} written={packet.campaign.brief !== null} />
          </>
        ) : null}
      </p>
    </>
  );
}

const briefParts = [
  ['audience', 'For whom'],
  ['message', 'What it says'],
  ['offer', 'What it offers'],
  ['followUp', 'What is to follow'],
  ['goal', 'What it is for'],
] as const;

function Brief({ campaign }: { campaign: NonNullable<Packet['campaign']> }) {
  const { brief } = campaign;
  if (!brief) return null;
  return (
    <Term
      meaning={
        <dl className={classes.brief}>
          {briefParts.map(([key, label]) =>
            brief[key] ? (
              <div key={key}>
                <dt>{label}</dt>
                <dd>{brief[key]}</dd>
              </div>
            ) : null,
          )}
        </dl>
      }
      footer={campaign.owner ? `Brief by ${campaign.owner.name}` : undefined}
    >
      the brief
    </Term>
  );
}
