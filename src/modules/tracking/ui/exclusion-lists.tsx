import { Button, Checkbox, Group, TagsInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { When } from '../../../web/parts/when.tsx';
import { asProblem, fieldErrors } from '../../../web/problem.ts';
import { useMay } from '../../../web/session.ts';
import settings from '../../workspace/ui/settings/settings.module.css';
import type { Exclusions } from '../settings/contract.ts';
import classes from './tracking.module.css';

type Lists = Omit<Exclusions, 'changedAt'> & { changedAt: string | null };

/** Splits what is pasted as well as what is typed. */
const separators = [',', ' ', ';', '\n'];

/** Own people and link scanners: who is not counted. */
export function ExclusionLists({ lists }: { lists: Lists }) {
  const mayChange = useMay('tracking:write');
  const cache = useQueryClient();
  const { staffEmails, staffDomains, staffNetworks, staffMembers, scannerAgents, scannerNetworks } = lists;
  const form = useForm({
    initialValues: { staffEmails, staffDomains, staffNetworks, staffMembers, scannerAgents, scannerNetworks },
  });
  const save = useMutation(
    api.tracking.settings.changeExclusions.mutationOptions({
      onSuccess: async () => {
        notifications.show({ message: 'Saved: it holds for what arrives from now on.' });
        await cache.invalidateQueries({ queryKey: api.tracking.settings.key() });
      },
      onError: (error) =>
        form.setErrors(
          Object.fromEntries(
            Object.entries(fieldErrors(error)).map(([path, message]) => [path.split('.')[0], message]),
          ),
        ),
    }),
  );
  const submit = form.onSubmit((values) => {
    const changed = Object.fromEntries(Object.entries(values).filter(([name]) => form.isDirty(name)));
    save.mutate(changed);
  });
  const list = (name: keyof typeof form.values, label: string, description: string, placeholder: string) => (
    <TagsInput
      label={label}
      description={description}
      placeholder={mayChange ? placeholder : undefined}
      disabled={!mayChange}
      splitChars={separators}
      clearable={false}
      maxTags={500}
      {...form.getInputProps(name)}
    />
  );
  return (
    <form onSubmit={submit}>
      <div className={classes.lists}>
        <section className={settings.block}>
          <h2>Your own people</h2>
          <div className={classes.choices}>
            <Checkbox
              label="Members signed in to Liaison"
              description="In the browser they are signed in with, where Liaison and your site share a domain"
              disabled={!mayChange}
              {...form.getInputProps('staffMembers', { type: 'checkbox' })}
            />
            {list(
              'staffDomains',
              'Domains of your addresses',
              'Whoever signs in or fills a form with one',
              'example.com',
            )}
            {list('staffEmails', 'Single addresses', 'Freelancers, agencies, testers', 'ada@agency.com')}
            {list(
              'staffNetworks',
              'Networks',
              'Office and VPN; an address is compared and never stored',
              '203.0.113.0/24',
            )}
          </div>
        </section>
        <section className={settings.block}>
          <h2>Link scanners of mail gateways</h2>
          <div className={classes.choices}>
            {list('scannerAgents', 'Parts of their agents’ names', 'In any case', 'mimecast')}
            {list('scannerNetworks', 'Their networks', 'Nobody browses from there', '67.231.144.0/20')}
            {mayChange && !lists.scannersAreDefault ? (
              <div>
                <Button
                  variant="default"
                  size="xs"
                  onClick={() => save.mutate({ scannerAgents: null, scannerNetworks: null })}
                >
                  Take Liaison’s own lists again
                </Button>
              </div>
            ) : null}
            <p className="mute" style={{ margin: 0, fontSize: 13 }}>
              Known bots, browsers that a program steers, and pages loaded ahead (prefetch) are left out
              always.
            </p>
          </div>
        </section>
      </div>
      {save.error && !asProblem(save.error).fields ? <ProblemNotice error={save.error} /> : null}
      {mayChange ? (
        <Group gap="md">
          <Button type="submit" disabled={!form.isDirty()} loading={save.isPending}>
            Save
          </Button>
          {lists.changedAt ? (
            <span className="mute">
              last changed <When at={lists.changedAt} /> by {lists.changedBy ?? 'someone'}
            </span>
          ) : null}
        </Group>
      ) : null}
    </form>
  );
}
