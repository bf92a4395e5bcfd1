import classes from './columns.module.css';

/** For a `Select` whose list scrolls: the listbox itself does, as screen readers and keyboards expect of one. */
export const longList = { withScrollArea: false, classNames: { options: classes.longList } };
