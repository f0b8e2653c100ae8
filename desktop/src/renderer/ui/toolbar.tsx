import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from './keys.ts';
import classes from './toolbar.module.css';

/** The line above a table: search (`/`), filter chips, and what is done with the whole list on the right. */
export function Toolbar({
  search,
  onSearch,
  placeholder,
  children,
  right,
}: {
  search: string;
  onSearch: (text: string) => void;
  placeholder: string;
  children?: ReactNode;
  right?: ReactNode;
}) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  useKeys('list', [{ key: '/', label: t('keys.search'), run: () => input.current?.focus() }]);
  return (
    <div className={classes.toolbar}>
      <TextInput
        ref={input}
        size="sm"
        className={classes.search}
        leftSection={<IconSearch size={15} aria-hidden />}
        rightSection={
          search ? <CloseButton size="sm" aria-label={t('common.clear')} onClick={() => onSearch('')} /> : <kbd>/</kbd>
        }
        placeholder={placeholder}
        aria-label={placeholder}
        value={search}
        data-testid="list-search"
        onChange={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === 'Escape') onSearch('');
          const table = document.querySelector<HTMLElement>('[data-datatable]');
          table?.focus();
          // Search, Enter: the first match opens, as in every search people know.
          if (event.key === 'Enter')
            table?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
        }}
      />
      <div className={classes.chips}>{children}</div>
      {right ? <div className={classes.right}>{right}</div> : null}
    </div>
  );
}

/** One filter: on or off, with how many rows it would show. */
export function FilterChip({
  label,
  count,
  on,
  onToggle,
  tone = 'plain',
  testId,
}: {
  label: string;
  count?: string;
  on: boolean;
  onToggle: () => void;
  tone?: 'plain' | 'bad';
  testId?: string;
}) {
  return (
    <button
      type="button"
      className={classes.chip}
      aria-pressed={on}
      data-tone={tone}
      data-testid={testId}
      onClick={onToggle}
    >
      {label}
      {count === undefined ? null : <span className="k-num">{count}</span>}
    </button>
  );
}
