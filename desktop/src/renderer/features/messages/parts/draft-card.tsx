import { CONFIDENCE } from '@khaacho/shared/intake/contract.ts';
import type { OpenDraft, OpenDraftLine } from '@khaacho/shared/intake/draft-contract.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { useDocument } from '../../../replica/hooks.tsx';
import { AgeBadge } from '../../../ui/dates.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Money, Quantity } from '../../../ui/figures.tsx';
import { useGoodsName } from '../../../ui/names.ts';
import { Section } from '../../../ui/section.tsx';
import { useNow } from '../../../ui/use-now.ts';
import classes from './draft-card.module.css';

/** What the shop is about to order, as the machine has understood it, and what it still asks. */
export function DraftCard({ draft }: { draft: OpenDraft | null }) {
  const { t } = useTranslation();
  const now = useNow();
  const open = draft && Date.parse(draft.expiresAt) > now.getTime() ? draft : null;
  if (!open)
    return (
      <Section title={t('inbox.draft')}>
        <EmptyState compact title={t('inbox.noDraft')} />
      </Section>
    );
  return (
    <Section title={t('inbox.draft')} right={<AgeBadge since={open.since} />}>
      <div data-testid="draft">
        <p className={classes.state} data-state={open.state}>
          {t(open.state === 'ASKING' ? 'inbox.asking' : 'inbox.awaitsConfirm')}
        </p>
        <ul className={classes.lines}>
          {open.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a draft have no name of their own
            <DraftLine key={index} line={line} />
          ))}
        </ul>
        {open.totalPaisa === null ? null : (
          <div className={classes.total}>
            <span>{t('inbox.total')}</span>
            <Money paisa={open.totalPaisa} />
          </div>
        )}
      </div>
    </Section>
  );
}

function DraftLine({ line }: { line: OpenDraftLine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGoodsName();
  const { document: product } = useDocument('products', line.productId ?? '');
  const unsure = line.confidence < CONFIDENCE.take;
  return (
    <li className={classes.line}>
      <div className={classes.good}>
        <span className={classes.name}>{product ? nameOf(product) : `“${line.raw}”`}</span>
        {line.quantityMilli === null ? null : (
          <Quantity milli={line.quantityMilli} {...(line.unit === null ? {} : { unit: line.unit })} />
        )}
      </div>
      <div className={classes.from}>
        {product ? <span className={classes.raw}>“{line.raw}”</span> : null}
        {product ? (
          <span className="k-num" data-unsure={unsure}>
            {t('inbox.sure', { percent: format.percent(line.confidence) })}
          </span>
        ) : null}
      </div>
      {line.problem ? (
        <div className={classes.asked}>
          {t(`inbox.asked.${line.problem}`)}
          {line.problem === 'product' && line.alternatives.length > 0 ? (
            <ol className={classes.choices}>
              {line.alternatives.map((one) => (
                <Choice key={one.productId} {...one} />
              ))}
            </ol>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

function Choice({ productId, confidence }: { productId: string; confidence: number }) {
  const format = useFormat();
  const nameOf = useGoodsName();
  const { document: product } = useDocument('products', productId);
  return (
    <li>
      {product ? nameOf(product) : productId} <span className="k-num">{format.percent(confidence)}</span>
    </li>
  );
}
