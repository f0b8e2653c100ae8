import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './action-button.module.css';

/** A button that names its key. */
export function ActionButton({
  children,
  keyName,
  onClick,
  testId,
  emphasis = 'quiet',
  ...rest
}: {
  children: ReactNode;
  keyName?: string;
  onClick: () => void;
  testId?: string;
  emphasis?: 'main' | 'quiet' | 'danger';
} & Omit<ButtonProps, 'variant' | 'color'>) {
  const look =
    emphasis === 'main'
      ? { variant: 'filled' as const }
      : { variant: 'default' as const, className: emphasis === 'danger' ? classes.danger : undefined };
  return (
    <Button
      size="sm"
      {...look}
      {...rest}
      onClick={onClick}
      data-testid={testId}
      rightSection={
        keyName ? (
          <kbd className={classes.key} aria-hidden data-main={emphasis === 'main'}>
            {keyName.toUpperCase()}
          </kbd>
        ) : undefined
      }
    >
      {children}
    </Button>
  );
}
