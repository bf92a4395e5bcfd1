import { Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { api } from '../../../../web/api.ts';
import { useKeys } from '../../../../web/keys.ts';
import { CopyField } from '../../../../web/parts/copy-field.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { usePathParam } from '../../../../web/parts/use-url-state.ts';
import { When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import people from '../../../people/ui/people.module.css';
import { RecordProblem, RecordWait } from '../../../people/ui/record-states.tsx';
import { SideSection } from '../../../people/ui/side-section.tsx';
import { ContentTabs } from '../parts/content-tabs.tsx';
import type { ShareLink } from '../share/api-types.ts';
import { gatesOfLink, gateWords } from '../share/gates.ts';
import { counted, forWords, wayWords } from './link-words.ts';
import classes from './links.module.css';
import { ReadsNow } from './reading/reads-now.tsx';
import { useReadingNow } from './reading/use-reading-now.ts';
import { useLinkSteps } from './use-link-steps.ts';
import { Visits } from './visits.tsx';

const ChangeDialog = lazy(async () => ({ default: (await import('./change-dialog.tsx')).ChangeDialog }));

/** One link: who read what and how far, who reads now, and who may. */
export function LinkPage() {
  const id = usePathParam('linkId');
  const link = useQuery(api.content.links.get.queryOptions({ input: { id } }));
  if (link.error && !link.data)
    return <RecordProblem error={link.error} onRetry={() => void link.refetch()} back="/content/links" />;
  if (!link.data) return <RecordWait title="Link" />;
  return <OneLink key={link.data.id} link={link.data} />;
}

function OneLink({ link }: { link: ShareLink }) {
  const mayShare = useMay('content:share');
  const [changing, change] = useDisclosure(false);
  const steps = useLinkSteps();
  const isOpen = link.state === 'open';
  useKeys(
    'Link',
    [
      { keys: 'c', label: 'Copy the link', run: () => steps.copy(link) },
      ...(mayShare ? [{ keys: 'e', label: 'Change who may read it', run: change.open }] : []),
    ],
    isOpen,
  );
  return (
    <>
      <FirstLine
        title={link.title}
        sub={<Head link={link} />}
        actions={
          <>
            {isOpen ? (
              <Button onClick={() => steps.copy(link)} rightSection={<ButtonKey keys="c" />}>
                Copy link
              </Button>
            ) : null}
            {mayShare ? <Acts link={link} steps={steps} onChange={change.open} /> : null}
          </>
        }
      >
        <LinkSentence link={link} />
      </FirstLine>
      <ContentTabs />
      <div className={people.record}>
        <div className={people.main}>
          <ReadsNow
            isHere={(reader) => reader.link.id === link.id}
            what={({ asset }) => asset.title}
            className={classes.now}
          />
          <Visits link={link} />
        </div>
        <LinkSide link={link} />
      </div>
      <Suspense>{changing ? <ChangeDialog link={link} onClose={change.close} /> : null}</Suspense>
    </>
  );
}

type ActsProps = { link: ShareLink; steps: ReturnType<typeof useLinkSteps>; onChange: () => void };

function Acts({ link, steps, onChange }: ActsProps) {
  if (link.state === 'revoked')
    return (
      <Button loading={steps.pending} onClick={() => steps.restore(link)}>
        Let it be read again
      </Button>
    );
  return (
    <>
      <Button variant="default" onClick={onChange} rightSection={<ButtonKey keys="e" />}>
        Change
      </Button>
      <Button variant="default" loading={steps.pending} onClick={() => void steps.revoke(link)}>
        Take back
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">More</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void steps.replace(link)}>Give it another address…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** "Ana Ruiz was given Retrofit case study; it was read by one person in two visits, last 3 hours ago." */
function LinkSentence({ link }: { link: ShareLink }) {
  const reads = useReadingNow().some((reader) => reader.link.id === link.id);
  const contact: string = `/people/contacts/${link.contact?.id}`;
  return (
    <>
      {link.contact ? <Link to={contact}>{link.contact.name}</Link> : capital(forWords(link))}{' '}
      {link.contact ? 'was given' : 'can read'} {link.title};{' '}
      {link.visits === 0 ? (
        `nobody has opened it${link.state === 'open' ? ' yet' : ''}`
      ) : (
        <>
          it was read by {counted(link.people, 'person', 'people')}
          {link.visits > link.people ? ` in ${counted(link.visits, 'visit')}` : ''}
          {reads ? (
            ', and is being read now'
          ) : (
            <>
              , last <When at={link.lastReadAt} />
            </>
          )}
        </>
      )}
      .
    </>
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function Head({ link }: { link: ShareLink }) {
  const account: string = `/people/accounts/${link.account?.id}`;
  const deal: string = `/people/deals/${link.opportunity?.id}`;
  return (
    <div className={people.head}>
      <span>
        shared by {link.createdBy.teammate?.name ?? link.createdBy.name} <When at={link.createdAt} />,{' '}
        {wayWords[link.sentBy]}
      </span>
      {link.account ? <Link to={account}>{link.account.name}</Link> : null}
      {link.opportunity ? <Link to={deal}>{link.opportunity.name}</Link> : null}
      {link.state === 'revoked' ? (
        <span>
          taken back by {link.revokedBy} <When at={link.revokedAt} />
        </span>
      ) : null}
      {link.state === 'expired' ? (
        <span>
          ended <When at={link.expiresAt} style="date" />
        </span>
      ) : null}
      {link.notCounted > 0 ? (
        <span>{counted(link.notCounted, 'opening')} by scanners and colleagues left out</span>
      ) : null}
    </div>
  );
}

function LinkSide({ link }: { link: ShareLink }) {
  const gates = gateWords(gatesOfLink(link), link.gates.passcode);
  return (
    <aside className="panel" aria-label="About this link">
      <SideSection heading="Address">
        <CopyField label="the link" value={link.url} />
        {link.state === 'open' ? null : <p className={people.quiet}>It answers nobody at the moment.</p>}
      </SideSection>
      <SideSection heading="Pieces">
        <ul className={people.plain}>
          {link.assets.map((asset) => {
            const href: string = `/content/assets/${asset.id}`;
            return (
              <li key={asset.id}>
                <Link to={href}>{asset.title}</Link>
                <span className="mute">
                  {[
                    asset.type,
                    asset.version ? `version ${asset.version.number}` : 'nothing to read',
                    asset.retiredAt ? 'retired' : null,
                  ]
                    .filter((part) => part !== null)
                    .map((part) => ` · ${part}`)}
                </span>
              </li>
            );
          })}
        </ul>
      </SideSection>
      <SideSection heading="Before it opens">
        {gates.length === 0 ? (
          <p className={people.quiet}>Nothing: whoever has the address reads it.</p>
        ) : (
          <ul className={people.plain}>
            {gates.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
      </SideSection>
      {link.message ? (
        <SideSection heading="Words with it">
          <p className={classes.said}>{link.message}</p>
        </SideSection>
      ) : null}
      {link.note ? (
        <SideSection heading="Note for us">
          <p className={classes.said}>{link.note}</p>
        </SideSection>
      ) : null}
      {link.mails.length > 0 ? (
        <SideSection heading="Sent by Liaison">
          <ul className={people.plain}>
            {link.mails.map((mail) => (
              <li key={mail.id}>
                {mail.subject}
                <span className="mute">
                  {' '}
                  · to {mail.to}, <When at={mail.at} />, by {mail.by}
                </span>
              </li>
            ))}
          </ul>
        </SideSection>
      ) : null}
    </aside>
  );
}
