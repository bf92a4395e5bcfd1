import { Menu, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

/** The bar of filters under the first line; what stands after `right` goes to the far side. */
export function FilterChips({ children, right }: { children: ReactNode; right?: ReactNode }) {
  return (
    <div className={classes.chips}>
      {children}
      {right ? <div className={classes.chipsRight}>{right}</div> : null}
    </div>
  );
}

type FilterChipProps = {
  /** What it filters by: "Channel". */
  label: string;
  /** What it is set to, in words: "Webinar", "all". */
  value: string;
  /** Shows the cross. */
  onClear?: () => void;
  /** The form in the popover; call `close` when it is done. Without it the chip only shows and clears. */
  children?: (close: () => void) => ReactNode;
  /** Opens at once, for a filter that was just added. */
  defaultOpened?: boolean;
  /** The popover was shut, whichever way. */
  onShut?: () => void;
};

/** One filter: says what it is set to, opens to change it, can be taken off. */
export function FilterChip({ label, value, onClear, children, defaultOpened, onShut }: FilterChipProps) {
  const [opened, { close, toggle }] = useDisclosure(defaultOpened ?? false, { onClose: () => onShut?.() });
  const text = (
    <>
      <span className="mute">{label}</span> {value}
    </>
  );
  return (
    <span className={classes.chip}>
      {children ? (
        <Popover
          opened={opened}
          onChange={(next) => !next && close()}
          position="bottom-start"
          trapFocus
          returnFocus
        >
          <Popover.Target>
            <button type="button" className={classes.chipText} onClick={toggle}>
              {text}
            </button>
          </Popover.Target>
          <Popover.Dropdown>{children(close)}</Popover.Dropdown>
        </Popover>
      ) : (
        <span className={classes.chipText}>{text}</span>
      )}
      {onClear ? (
        <button type="button" className={classes.chipClear} onClick={onClear} aria-label={`Clear ${label}`}>
          ×
        </button>
      ) : null}
    </span>
  );
}

type AddFilterProps = {
  options: readonly { value: string; label: string }[];
  onAdd: (value: string) => void;
  label?: string;
};

/** Adds a filter from a list of what can be filtered by. */
export function AddFilter({ options, onAdd, label = '+ filter' }: AddFilterProps) {
  if (options.length === 0) return null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={`${classes.chip} ${classes.chipText}`}>
          {label}
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {options.map((option) => (
          <Menu.Item key={option.value} onClick={() => onAdd(option.value)}>
            {option.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
