import type { Candidate } from '@khaacho/shared/routing/contract.ts';
import type { RoutingWeights } from '@khaacho/shared/settings/contract.ts';
import { Button, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRefusalWords } from '../../../app/words.ts';
import { useFormat } from '../../../language/format.ts';
import { useOnline } from '../../../session/rest.ts';
import { MomentText } from '../../../ui/dates.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Money } from '../../../ui/figures.tsx';
import { type Decision, decisionSchema } from '../decision.ts';
import classes from './routing-decision.module.css';

const parts = ['availability', 'proximity', 'workload', 'price', 'reliability'] as const;

/** Why this vendor: every candidate with the five scores, as the routing weighed them. Asked from the server. */
export function RoutingDecision({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const words = useRefusalWords();
  const { answer, again } = useOnline(`/order-routing/${orderId}/decision`, decisionSchema);
  if (answer.kind === 'loading') return <Skeleton height={96} />;
  if (answer.kind === 'failed' && answer.refusal.code === 'ORDER_UNKNOWN') {
    return <EmptyState compact title={t('routing.none')} />;
  }
  if (answer.kind === 'failed') {
    return (
      <EmptyState compact title={words(answer.refusal)} text={t('routing.onlineOnly')}>
        <Button variant="default" size="sm" onClick={again}>
          {t('common.tryAgain')}
        </Button>
      </EmptyState>
    );
  }
  return <Candidates decision={answer.data} />;
}

function Candidates({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  return (
    <div className={classes.decision}>
      <p className={classes.when}>
        {t('routing.decided')} <MomentText at={decision.decidedAt} />
      </p>
      {decision.candidates.map((candidate) => (
        <CandidateRow
          key={candidate.vendorId}
          candidate={candidate}
          weights={decision.weights}
          chosen={candidate.vendorId === decision.chosenVendorId}
        />
      ))}
    </div>
  );
}

function CandidateRow({
  candidate,
  weights,
  chosen,
}: {
  candidate: Candidate;
  weights: RoutingWeights;
  chosen: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { inputs } = candidate;
  return (
    <div className={classes.candidate} data-chosen={chosen} data-out={!candidate.eligible}>
      <div className={classes.head}>
        <span className={classes.name}>{candidate.vendorName}</span>
        {chosen ? <span className={classes.chosen}>{t('routing.chosen')}</span> : null}
        <span className="k-num">{format.digits(candidate.total.toFixed(1))}</span>
      </div>
      {candidate.eligible ? (
        <div className={classes.bars}>
          {parts.map((part) => (
            <div key={part} title={`${t(`routing.part.${part}`)}: ${format.digits(String(candidate.scores[part]))}`}>
              <span className={classes.track}>
                <span style={{ width: `${candidate.scores[part]}%` }} />
              </span>
              <span className={classes.label}>
                {t(`routing.part.${part}`)} <span className="k-num">{format.count(weights[part])}</span>
              </span>
            </div>
          ))}
        </div>
      ) : (
        <div className={classes.label}>{candidate.ineligible.map((why) => t(`routing.out.${why}`)).join(' · ')}</div>
      )}
      <div className={classes.label}>
        {[
          inputs.distanceKm === null ? '' : format.kilometres(inputs.distanceKm),
          t('routing.openOrders', { count: inputs.openOrders, shown: format.count(inputs.openOrders) }),
        ]
          .filter(Boolean)
          .join(' · ')}
        {inputs.basketPaisa === null ? null : (
          <>
            {' · '}
            <Money paisa={inputs.basketPaisa} tone="quiet" />
          </>
        )}
      </div>
    </div>
  );
}
