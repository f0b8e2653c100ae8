import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';

type Undo = { label: string; run: () => void };

/** A short word about what the person just did; with `undo` the way back. */
export function toastDone(message: ReactNode, undo?: Undo): void {
  const id = notifications.show({
    message: undo ? (
      <span style={{ display: 'flex', gap: 12, alignItems: 'center', justifyContent: 'space-between' }}>
        <span>{message}</span>
        <Button
          size="compact-sm"
          variant="subtle"
          data-testid="toast-undo"
          onClick={() => {
            notifications.hide(id);
            undo.run();
          }}
        >
          {undo.label}
        </Button>
      </span>
    ) : (
      message
    ),
    icon: <IconCheck size={16} aria-hidden />,
    color: 'teal.8',
    autoClose: undo ? 10_000 : 3_500,
    withCloseButton: false,
    withBorder: true,
  });
}

/** Something asked for was not done: long enough on screen to be read twice. */
export function toastRefused(title: string, message: ReactNode, closeLabel: string): void {
  notifications.show({
    title,
    message,
    icon: <IconAlertTriangle size={16} aria-hidden />,
    color: 'yellow.9',
    autoClose: 15_000,
    closeButtonProps: { 'aria-label': closeLabel },
    withBorder: true,
    role: 'alert',
  });
}
