import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Phone } from '../../../ui/figures.tsx';
import { PendingDot } from '../../../ui/pending-dot.tsx';
import type { CreditRow } from '../queries.ts';
import { CreditSummary } from './credit-summary.tsx';
import classes from './shop-head.module.css';

/** Who this shop is and what it owes, with what can be done for it; `large` for thumbs. */
export function ShopHead({
  row,
  back,
  facts,
  actions,
  large = false,
}: {
  row: CreditRow;
  back: { to: string; label: string };
  /** What else this desk wants to know of a shop. */
  facts?: ReactNode;
  actions: ReactNode;
  large?: boolean;
}) {
  const { retailer } = row;
  return (
    <header className={classes.head} data-large={large}>
      <div>
        <Link to={back.to} className={classes.back}>
          <IconArrowLeft size={large ? 18 : 15} aria-hidden />
          {back.label}
        </Link>
        <h2>{retailer.name}</h2>
        <div className={classes.facts}>
          {retailer.ownerName ? <span>{retailer.ownerName}</span> : null}
          <Phone phone={retailer.phone} />
          <span>{[retailer.address, retailer.city].filter(Boolean).join(', ')}</span>
          {facts}
          <PendingDot mark={row.pending} />
        </div>
        <div className={classes.actions}>{actions}</div>
      </div>
      <CreditSummary row={row} />
    </header>
  );
}
