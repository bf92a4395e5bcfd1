import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { PieceDetail } from './api-types.ts';
import type { Doing } from './asset-menu.tsx';
import { ChangeForm } from './change-form.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { RetireForm } from './retire-form.tsx';
import { VersionForm } from './version-form.tsx';

type AssetDialogsProps = { assetId: string; doing: Doing; onClose: () => void };

const titles: Record<Doing, (piece: PieceDetail) => string> = {
  change: ({ title }) => `Change ${title}`,
  version: ({ title }) => `Versions of ${title}`,
  retire: ({ title }) => `Retire ${title}`,
  confirm: ({ title }) => `Does ${title} still hold?`,
};

const forms = { change: ChangeForm, version: VersionForm, retire: RetireForm, confirm: ConfirmForm };

/** What is done with one piece, in a dialog over whichever page asked for it. */
export function AssetDialogs({ assetId, doing, onClose }: AssetDialogsProps) {
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  const piece = useQuery(api.content.library.get.queryOptions({ input: { assetId } }));
  const Form = forms[doing];
  return (
    <Modal
      opened
      onClose={onClose}
      title={piece.data ? titles[doing](piece.data) : 'A piece'}
      size={doing === 'confirm' || doing === 'retire' ? 520 : 680}
      fullScreen={small}
      radius={small ? 0 : 'lg'}
    >
      <ProblemNotice error={piece.error} onRetry={() => void piece.refetch()} />
      {piece.data ? <Form piece={piece.data} onClose={onClose} /> : null}
      {piece.isPending ? <p className="mute">Reading what is known of it…</p> : null}
    </Modal>
  );
}
