import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { sendable } from '../../../../web/sendable.ts';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import { itemWords } from '../parts/item-words.ts';
import { useOffer } from '../parts/use-offer.ts';
import dialogs from '../queue/dialogs.module.css';
import { FormFoot } from '../queue/form-foot.tsx';
import { PacketWordsFields } from '../queue/packet-words.tsx';
import { BriefDialog } from '../record/brief-dialog.tsx';
import type { Returned } from './api-types.ts';
import classes from './tray.module.css';
import { saysMore } from './tray-words.ts';

/** Marketing answers what sales asked for, sees what the packet would hold now, mends it, and offers the lead again. */
export function OfferAgainDialog({ row, onClose }: { row: Returned; onClose: () => void }) {
  const offer = useOffer({
    name: `again:${row.id}`,
    owner: row.owner?.id ?? null,
    send: async (said) => {
      await client.handoff.handoffs.followUp({
        id: row.id,
        revision: row.revision,
        what: 'offer_again',
        ...said,
      });
      return `Offered again: ${row.contact.name}.`;
    },
    onClose,
  });
  return (
    <Modal opened onClose={onClose} title={`Offer ${row.contact.name} again`} size="lg">
      {/* Outside of the form: the brief's own form must not send this one. */}
      <div className={classes.asked}>
        <strong>{row.reasonName}</strong>
        {saysMore(row) ? <>: “{row.reason}”</> : null}
        {row.wouldAcceptIf ? <div>Would have been accepted if {row.wouldAcceptIf}</div> : null}
      </div>
      <PacketNow row={row} />
      <form className={dialogs.form} {...sendable(offer.submit)}>
        <PacketWordsFields
          words={offer.words}
          onChange={offer.change}
          note={{
            label: 'What has changed since',
            description: 'Stands on top of the packet, for whoever gave it back',
          }}
          pointsLabel="Talking points (optional)"
          minRows={3}
          maxRows={10}
        />
        <RecordPicker
          refers="teammate"
          label="To whom"
          description="Left empty, the routing decides"
          value={offer.owner}
          onChange={(id) => offer.setOwner(id)}
        />
        <FormFoot action="Offer again" color="marketing" {...offer.foot} />
      </form>
    </Modal>
  );
}

/** What would be handed over now of what was promised; each thing that is missing says where to mend it. */
function PacketNow({ row }: { row: Returned }) {
  const [writing, setWriting] = useState(false);
  const campaignId = row.campaign?.id;
  const preview = useQuery(
    api.handoff.packets.previewPacket.queryOptions({
      input: { id: row.contact.id, ...(campaignId ? { campaignId } : {}) },
    }),
  );
  if (preview.error) return <ProblemNotice error={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data) return <p className="mute">Putting the packet together…</p>;
  const { missing, promised } = preview.data;
  const there = promised.length - missing.length;
  return (
    <div className={classes.packetNow}>
      <div>
        The packet now holds{' '}
        <strong>
          {there} of {promised.length}
        </strong>{' '}
        that marketing promised.
      </div>
      {missing.length > 0 ? (
        <ul>
          {missing.map((item) => (
            <li key={item}>
              {itemWords[item]}
              {item === 'brief' && campaignId ? (
                <Button variant="subtle" size="compact-xs" color="marketing" onClick={() => setWriting(true)}>
                  Write the brief
                </Button>
              ) : null}
              {item === 'who' ? (
                <>
                  {' '}
                  <Link to="/people/contacts/$id" params={{ id: row.contact.id }}>
                    complete the record
                  </Link>
                </>
              ) : null}
              {item === 'talking_points' ? <span className="mute"> write them below</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {writing && row.campaign ? (
        <BriefDialog campaign={row.campaign} onClose={() => setWriting(false)} />
      ) : null}
    </div>
  );
}
