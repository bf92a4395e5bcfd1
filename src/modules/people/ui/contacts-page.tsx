import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, client } from '../../../web/api.ts';
import { useKeys } from '../../../web/keys.ts';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { rowsOf } from '../../../web/parts/infinite-rows.ts';
import { useMay } from '../../../web/session.ts';
import { ButtonKey } from './button-key.tsx';
import { contactColumns } from './contact-columns.tsx';
import { CreateContact } from './create-contact.tsx';
import { useStages } from './fields.ts';
import { ContactsSentence } from './list-sentences.tsx';
import { NothingYet } from './nothing-yet.tsx';
import { RecordList } from './record-list.tsx';
import { useListPage } from './use-list-page.ts';

const onPhone = ['name', 'title', 'accountId', 'lifecycleStage', 'lastInteractionAt'];

/** People: who they are, where they stand, whose they are. */
export function ContactsPage() {
  const list = useListPage('contact', { onPhone });
  const stages = useStages();
  const mayWrite = useMay('people:write');
  const [creating, dialog] = useDisclosure(false);
  const contacts = useInfiniteQuery(
    api.people.contacts.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...list.input, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const count = useQuery(
    api.people.contacts.count.queryOptions({ input: list.selection, placeholderData: keepPreviousData }),
  );
  const columns = useMemo(() => contactColumns(stages), [stages]);
  useKeys('People', [{ keys: 'n', label: 'New contact', run: dialog.open }], mayWrite);
  return (
    <>
      <FirstLine
        title="People"
        actions={
          mayWrite ? (
            <Button onClick={dialog.open} rightSection={<ButtonKey keys="n" />}>
              New contact
            </Button>
          ) : null
        }
      >
        <ContactsSentence matching={list.isSelection ? count.data : undefined} />
      </FirstLine>
      <RecordList
        recordType="contact"
        name="contacts"
        apiPath="/contacts"
        noun={['person', 'people']}
        list={list}
        rows={rowsOf(contacts)}
        count={count.data}
        columns={columns}
        rowHref={(row) => `/people/contacts/${row.id}`}
        assign={(contactIds, ownerId) => client.people.contacts.assignOwner({ contactIds, ownerId })}
        empty={<NothingYet what="people" onCreate={dialog.open} />}
      />
      <CreateContact opened={creating} onClose={dialog.close} />
    </>
  );
}
