import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { phone } from '../../../../web/parts/breakpoints.ts';
import type { Handoff } from '../parts/api-types.ts';
import { MendForm } from './mend-form.tsx';
import type { MoveAct } from './queue-state.ts';
import { GiveBackForm, PauseForm, RecycleForm, WithdrawForm } from './reason-forms.tsx';
import { ReassignForm } from './reassign-form.tsx';
import { RejectForm } from './reject-form.tsx';
import { TakeOverForm } from './take-over-form.tsx';
import type { Moves } from './use-moves.ts';

export type MoveFormProps = {
  handoff: Handoff;
  moves: Moves;
  onClose: () => void;
};

const titles: Record<MoveAct, (name: string) => string> = {
  reject: (name) => `Reject ${name}`,
  recycle: (name) => `Recycle ${name}`,
  pause: (name) => `Pause the clocks of ${name}`,
  give_back: (name) => `Give ${name} back to marketing`,
  reassign: (name) => `Give ${name} to somebody else`,
  withdraw: (name) => `Withdraw the offer of ${name}`,
  mend: (name) => `Mend the packet of ${name}`,
  take_over: (name) => `Accept ${name} yourself?`,
};

const forms: Record<MoveAct, (props: MoveFormProps) => React.ReactNode> = {
  reject: RejectForm,
  recycle: RecycleForm,
  pause: PauseForm,
  give_back: GiveBackForm,
  reassign: ReassignForm,
  withdraw: WithdrawForm,
  mend: MendForm,
  take_over: TakeOverForm,
};

type MoveDialogProps = Omit<MoveFormProps, 'handoff'> & {
  act: MoveAct | undefined;
  handoff: Handoff | undefined;
};

/** The dialog of a move that needs words. Shut without sending, it keeps what was typed. */
export function MoveDialog({ act, handoff, moves, onClose }: MoveDialogProps) {
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  const opened = act !== undefined && handoff !== undefined;
  const Form = act ? forms[act] : null;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={opened ? titles[act](handoff.contact.name) : ''}
      fullScreen={small}
      size={560}
      radius={small ? 0 : 'lg'}
      centered={false}
      yOffset="8vh"
      returnFocus
    >
      {opened && Form ? (
        <Form key={`${act} ${handoff.id}`} handoff={handoff} moves={moves} onClose={onClose} />
      ) : null}
    </Modal>
  );
}
