import type { RetailerDocument } from '@khaacho/shared/parties/contract.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useStopWords } from '../../features/credit/parts/credit-words.ts';
import { useCreditRow } from '../../features/credit/queries.ts';
import { AboutBadge } from '../../features/messages/parts/about-badge.tsx';
import { DraftCard } from '../../features/messages/parts/draft-card.tsx';
import { useWaitingName } from '../../features/messages/parts/question-list.tsx';
import type { Waiting } from '../../features/messages/queue.ts';
import { useFormat } from '../../language/format.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { AgeBadge } from '../../ui/dates.tsx';
import { Money, Phone } from '../../ui/figures.tsx';
import { PendingDot } from '../../ui/pending-dot.tsx';
import { Facts, Notice, Section } from '../../ui/section.tsx';
import classes from './inbox.module.css';

/** Who is in the thread, what they wait for, and how it ends without a reply. */
export function ChatHead({
  shop,
  waiting,
  maySettle,
  onSettle,
}: {
  shop: RetailerDocument | undefined;
  waiting: Waiting | null;
  maySettle: boolean;
  onSettle: () => void;
}) {
  const { t } = useTranslation();
  const name = useWaitingName({ retailerId: shop?.id ?? null, phone: waiting?.phone ?? null });
  return (
    <header className={classes.head}>
      <div className={classes.who}>
        <h2>{name}</h2>
        <div className={classes.abouts}>
          {waiting?.abouts.map((about) => (
            <AboutBadge key={about} about={about} />
          ))}
          {waiting?.pending ? <PendingDot mark={waiting.pending} /> : null}
          {waiting && !waiting.pending ? (
            <span>
              {t('inbox.waits')} <AgeBadge since={waiting.since} warnMinutes={30} badMinutes={120} />
            </span>
          ) : null}
        </div>
      </div>
      {maySettle ? (
        <ActionButton keyName="e" onClick={onSettle} testId="settle-question">
          {t('inbox.settle')}
        </ActionButton>
      ) : null}
    </header>
  );
}

/** Beside the thread: what the shop is about to order, and what it owes. */
export function ShopBeside({ shop }: { shop: RetailerDocument }) {
  const { t } = useTranslation();
  return (
    <aside className={classes.beside} data-testid="beside">
      <DraftCard draft={shop.draft ?? null} />
      <Section
        title={t('inbox.shop')}
        right={
          <Link to={`/credit/${shop.id}`} className={classes.open} data-testid="open-shop">
            {t('inbox.openShop')} <kbd>O</kbd>
          </Link>
        }
      >
        <CreditInShort shop={shop} />
      </Section>
    </aside>
  );
}

function CreditInShort({ shop }: { shop: RetailerDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { row } = useCreditRow(shop.id);
  const stopWords = useStopWords();
  const stop = row ? stopWords(row) : null;
  return (
    <div className={classes.credit}>
      {stop ? <Notice tone={row?.stop === 'unapproved' ? 'warn' : 'bad'}>{stop}</Notice> : null}
      <Facts
        facts={[
          ...(shop.ownerName ? [{ label: t('inbox.owner'), value: shop.ownerName }] : []),
          { label: t('inbox.phone'), value: <Phone phone={shop.phone} /> },
          { label: t('inbox.place'), value: [shop.address, shop.city].filter(Boolean).join(', ') },
          { label: t('inbox.language'), value: t(`inbox.speaks.${shop.language}`) },
          ...(row
            ? [
                {
                  label: t('credit.owes'),
                  value: <Money paisa={shop.credit.outstandingPaisa} tone={row.overduePaisa > 0 ? 'bad' : 'plain'} />,
                },
                ...(row.daysLate > 0
                  ? [
                      {
                        label: t('inbox.late'),
                        value: t('credit.late', {
                          count: row.daysLate,
                          days: format.count(row.daysLate),
                          amount: format.money(row.overduePaisa),
                        }),
                      },
                    ]
                  : []),
                {
                  label: t('credit.left'),
                  value: <Money paisa={row.availablePaisa} tone={row.availablePaisa <= 0 ? 'bad' : 'plain'} />,
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}

/** Beside the thread of somebody nobody has registered. */
export function Stranger({ phone }: { phone: string | null }) {
  const { t } = useTranslation();
  return (
    <aside className={classes.beside}>
      <Section title={t('inbox.about.STRANGER')}>
        <Notice>{t('inbox.stranger')}</Notice>
        <Facts facts={[{ label: t('inbox.phone'), value: <Phone phone={phone} /> }]} />
      </Section>
    </aside>
  );
}
