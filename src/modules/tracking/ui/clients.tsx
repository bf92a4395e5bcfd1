import { z } from 'zod';
import { CopyField } from '../../../web/parts/copy-field.tsx';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import settings from '../../workspace/ui/settings/settings.module.css';
import { clientCode, clientNames, clients } from './snippet.ts';

const pageState = z.object({ client: z.enum(clients).catch('browser') });

/** Trackers that are there already, pointed here unchanged. */
export function Clients({ writeKey }: { writeKey: string }) {
  const [{ client }, set] = useUrlState(pageState);
  return (
    <section className={`${settings.block} ${settings.medium}`}>
      <h2>Or point what you have here</h2>
      <p className="mute">
        Liaison takes Segment's HTTP API, so Segment's libraries for the browser and for Node, and
        RudderStack's, send here unchanged. What is sent again after a failure keeps its{' '}
        <code>messageId</code> and counts once.
      </p>
      <Segmented
        label="Library"
        value={client}
        onChange={(value) => set({ client: value === 'browser' ? undefined : value })}
        options={clients.map((value) => ({ value, label: clientNames[value] }))}
      />
      <div style={{ marginTop: 10 }}>
        <CopyField
          label={`code for ${clientNames[client]}`}
          value={clientCode(client, { writeKey, origin: window.location.origin })}
          block
        />
      </div>
    </section>
  );
}
