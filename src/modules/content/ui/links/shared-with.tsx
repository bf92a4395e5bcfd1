import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import people from '../../../people/ui/people.module.css';
import { SideSection } from '../../../people/ui/side-section.tsx';
import { openShare } from '../share/share-store.ts';
import { forWords, readWords, stateWords } from './link-words.ts';
import classes from './links.module.css';
import { useLinkSteps } from './use-link-steps.ts';

type Of = { contactId: string } | { accountId: string } | { opportunityId: string };

const shownLinks = 4;

/** What this person, company or deal was given to read, and whether they did. */
export function SharedWith({ of }: { of: Of }) {
  const mayRead = useMay('content:read');
  const mayShare = useMay('content:share');
  const steps = useLinkSteps();
  const links = useQuery({
    ...api.content.links.list.queryOptions({ input: { ...of, limit: shownLinks + 1 } }),
    enabled: mayRead,
  });
  const rows = links.data?.items ?? [];
  if (!mayRead || !links.data) return null;
  return (
    <SideSection
      heading="Shared with them"
      action={
        mayShare ? (
          <button type="button" className={people.textButton} onClick={() => openShare(of)}>
            Share
          </button>
        ) : null
      }
    >
      {rows.length === 0 ? <p className={people.quiet}>Nothing yet.</p> : null}
      <ul className={people.plain}>
        {rows.slice(0, shownLinks).map((link) => {
          const href: string = `/content/links/${link.id}`;
          return (
            <li key={link.id}>
              <span className={people.spread}>
                <Link to={href}>{link.title}</Link>
                {mayShare && link.state === 'open' ? (
                  <button
                    type="button"
                    className={classes.takeBack}
                    aria-label={`Take back ${link.title}`}
                    onClick={() => void steps.revoke(link)}
                  >
                    take back
                  </button>
                ) : null}
              </span>
              <span className="mute">
                {'contactId' in of ? null : <>{forWords(link)} · </>}
                <When at={link.createdAt} /> ·{' '}
                {link.visits === 0 ? (
                  'not read yet'
                ) : (
                  <>
                    <span className="marketing">
                      read
                      {link.people > 1
                        ? ` by ${readWords(link)}`
                        : link.visits > 1
                          ? ` ${link.visits} times`
                          : ''}
                    </span>
                    , last <When at={link.lastReadAt} />
                  </>
                )}
                {link.state === 'open' ? '' : ` · ${stateWords[link.state]}`}
              </span>
            </li>
          );
        })}
      </ul>
      {rows.length > shownLinks ? (
        <Link to="/content/links" search={{ ...of }} className={people.textButton}>
          All of them
        </Link>
      ) : null}
    </SideSection>
  );
}
