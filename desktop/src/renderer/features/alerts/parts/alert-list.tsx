import type { AlertDocument } from '@khaacho/shared/alerts/contract.ts';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconUrgent } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDo } from '../../../app/send.ts';
import { AgeBadge } from '../../../ui/dates.tsx';
import { useAlertWords } from '../alert-words.ts';
import classes from './alert-list.module.css';

const icons = { CRITICAL: IconUrgent, WARNING: IconAlertTriangle, INFO: IconInfoCircle };

/** Alerts as rows: what, since when, and the one thing to do with each. */
export function AlertList({
  alerts,
  mayAcknowledge,
  onOpen,
}: {
  alerts: readonly AlertDocument[];
  mayAcknowledge: boolean;
  /** Where the alert leads; rows without a place to go have no link. */
  onOpen: (alert: AlertDocument) => void;
}) {
  const { t } = useTranslation();
  const words = useAlertWords();
  const act = useDo();
  return (
    <ul className={classes.list}>
      {alerts.map((alert) => {
        const { title, detail } = words(alert);
        const Icon = icons[alert.severity];
        // What could not be booked is settled at its own desk; dealt with here, it would only be out of sight.
        const parked = alert.kind === 'FACT_PARKED';
        const asked = alert.kind === 'MESSAGE_UNREAD' || alert.kind === 'UNKNOWN_SENDER';
        const leads = parked || asked || alert.orderId !== null || alert.retailerId !== null;
        return (
          <li key={alert.id} data-severity={alert.severity} data-testid={`alert-${alert.id}`}>
            <Icon size={18} className={classes.icon} aria-label={t(`alertSeverity.${alert.severity}`)} />
            <div className={classes.words}>
              <div className={classes.title}>
                {title}
                <span className={classes.age}>
                  <AgeBadge since={alert.openedAt} />
                </span>
              </div>
              <div className={classes.detail}>{detail}</div>
            </div>
            {leads ? (
              <Button variant="default" size="sm" onClick={() => onOpen(alert)}>
                {t(parked ? 'settle.open' : 'alerts.look')}
              </Button>
            ) : null}
            {mayAcknowledge && !parked ? (
              <Button
                variant="default"
                size="sm"
                data-testid={`acknowledge-${alert.id}`}
                onClick={() => void act('alert.acknowledge', { alertId: alert.id }, t('alerts.done'))}
              >
                {t('alerts.acknowledge')}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
