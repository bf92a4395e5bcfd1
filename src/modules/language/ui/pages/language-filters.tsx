import { FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { Kind, Summary } from './api-types.ts';
import classes from './list.module.css';
import { kinds, kindWords } from './words.ts';

type LanguageFiltersProps = {
  items: readonly Summary[];
  kind: Kind | '';
  onKind: (kind: Kind | '') => void;
  waiting: boolean;
  waitingCount: number;
  /** Null where the reader signs for neither side, so that nothing waits for them. */
  onWaiting: ((on: boolean) => void) | null;
};

/** By kind, and only what waits for the reader. */
export function LanguageFilters(props: LanguageFiltersProps) {
  const { items, kind, onKind, waiting, waitingCount, onWaiting } = props;
  return (
    <FilterChips>
      <FilterChip
        label="Kind"
        value={kind === '' ? 'all' : kindWords[kind].heading.toLowerCase()}
        onClear={kind === '' ? undefined : () => onKind('')}
      >
        {(close) => (
          <div className={classes.choices}>
            {(['', ...kinds] as const).map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === kind}
                onClick={() => {
                  onKind(one);
                  close();
                }}
              >
                <span>{one === '' ? 'All kinds' : kindWords[one].heading}</span>
                <span className="mute">
                  {formatCount(items.filter((item) => one === '' || item.kind === one).length)}
                </span>
              </button>
            ))}
          </div>
        )}
      </FilterChip>
      {onWaiting ? (
        <button
          type="button"
          className={classes.toggle}
          aria-pressed={waiting}
          onClick={() => onWaiting(!waiting)}
        >
          Waits for me <span className={classes.count}>{formatCount(waitingCount)}</span>
        </button>
      ) : null}
    </FilterChips>
  );
}
