import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Column } from '../../../../web/parts/data-table.tsx';
import { When } from '../../../../web/parts/when.tsx';
import type { ShareLink } from '../share/api-types.ts';
import { gatesOfLink, gateWords } from '../share/gates.ts';
import { forWords, readWords, stateWords } from './link-words.ts';
import classes from './links.module.css';
import type { Whose } from './links-state.ts';
import type { useLinkSteps } from './use-link-steps.ts';

/** What a list of links shows of each. */
export function linkColumns(steps: ReturnType<typeof useLinkSteps>, whose: Whose): Column<ShareLink>[] {
  const all: (Column<ShareLink> & { ofOthers?: boolean })[] = [
    { id: 'title', heading: 'What', cell: (link) => link.title },
    { id: 'for', heading: 'For', width: 170, cell: (link) => <For link={link} /> },
    {
      id: 'state',
      heading: 'State',
      width: 88,
      cell: (link) => (
        <span className={link.state === 'open' ? undefined : 'mute'}>{stateWords[link.state]}</span>
      ),
    },
    { id: 'visits', heading: 'Read by', width: 132, sortable: true, cell: (link) => <ReadBy link={link} /> },
    {
      id: 'lastRead',
      heading: 'Last read',
      width: 100,
      sortable: true,
      cell: (link) => <When at={link.lastReadAt} />,
    },
    {
      id: 'gates',
      heading: 'Before it opens',
      width: 160,
      cell: (link) => <span className="mute">{gatesText(link)}</span>,
    },
    {
      id: 'by',
      heading: 'Shared by',
      width: 124,
      ofOthers: true,
      cell: ({ createdBy }) => createdBy.teammate?.name ?? createdBy.name,
    },
    {
      id: 'created',
      heading: 'Shared',
      width: 104,
      sortable: true,
      cell: (link) => <When at={link.createdAt} />,
    },
    {
      id: 'acts',
      heading: 'Link',
      width: 74,
      align: 'end',
      fixed: true,
      cell: (link) =>
        link.state === 'open' ? (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => steps.copy(link)}
            aria-label={`Copy the link ${link.title} for ${forWords(link)}`}
          >
            Copy
          </Button>
        ) : null,
    },
  ];
  return all.filter(({ ofOthers }) => !ofOthers || whose === 'all');
}

const gatesText = (link: ShareLink): string => {
  const words = gateWords(gatesOfLink(link), link.gates.passcode);
  return words.length === 0 ? '–' : words.join(', ');
};

function For({ link }: { link: ShareLink }) {
  const href: string = link.contact
    ? `/people/contacts/${link.contact.id}`
    : `/people/accounts/${link.account?.id}`;
  if (!link.contact && !link.account) return <span className="mute">anyone</span>;
  return (
    <Link to={href} className={classes.quietLink} title={link.account?.name}>
      {forWords(link)}
    </Link>
  );
}

function ReadBy({ link }: { link: ShareLink }) {
  if (link.visits === 0) return <span className="mute">not yet</span>;
  return <b className="marketing">{readWords(link)}</b>;
}
