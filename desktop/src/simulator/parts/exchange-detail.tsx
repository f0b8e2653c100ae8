import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { attempt } from '../state/live.ts';
import type { Exchange } from '../state/model.ts';
import { prettyBody } from '../text/journeys.ts';
import { useWords } from '../text/language.ts';
import style from './exchange-detail.module.css';

const SIGNATURE = 'X-Twilio-Signature';

/** One call, to be read: what was asked with which parameters, how it was signed, what came back. */
export function ExchangeDetail({ exchange }: { exchange: Exchange }) {
  const { t } = useWords();
  const { request, response } = exchange;
  const signature = request.headers[SIGNATURE];
  return (
    <div className={style.detail} data-testid="exchange-detail">
      <h3>
        {t(exchange.kind)}
        {exchange.attempt > 1 && <em>{t('attempt', { count: String(exchange.attempt) })}</em>}
        <CopyButton exchange={exchange} />
      </h3>
      {exchange.note !== null && (
        <p className={style.note} data-outcome={exchange.outcome}>
          {exchange.note}
        </p>
      )}
      <p className={style.address}>
        <b>{request.method}</b> {request.url}
      </p>
      <Pairs pairs={request.params} />
      {signature !== undefined && (
        <p className={style.signature} title={t('signatureWhy')}>
          <span>{t('signature')}</span> <code>{signature}</code>
          <small>{t('signatureWhy')}</small>
        </p>
      )}
      <Headers headers={request.headers} skip={SIGNATURE} />
      <h3>
        {t('response')}
        {response && (
          <em data-outcome={exchange.outcome}>
            {response.status} {response.headers['content-type']?.split(';')[0] ?? ''}
          </em>
        )}
        {exchange.latencyMs !== null && <span className={style.latency}>{exchange.latencyMs} ms</span>}
      </h3>
      {!response && <p className={style.note}>{exchange.outcome === 'pending' ? t('pending') : t('noAnswer')}</p>}
      {response && response.body !== '' && <pre className={style.body}>{prettyBody(response.body)}</pre>}
      {response && <Headers headers={response.headers} />}
    </div>
  );
}

function Pairs({ pairs }: { pairs: [string, string][] }) {
  if (pairs.length === 0) return null;
  return (
    <dl className={style.pairs}>
      {pairs.map(([name, value], index) => (
        // The same name may come twice, as MediaUrl does.
        <div key={`${name}-${index}`}>
          <dt>{name}</dt>
          <dd>{value === '' ? '""' : value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Headers({ headers, skip }: { headers: Record<string, string>; skip?: string }) {
  const { t } = useWords();
  const pairs = Object.entries(headers).filter(([name]) => name !== skip);
  if (pairs.length === 0) return null;
  return (
    <details className={style.headers}>
      <summary>
        {t('headers')} ({pairs.length})
      </summary>
      <Pairs pairs={pairs} />
    </details>
  );
}

function CopyButton({ exchange }: { exchange: Exchange }) {
  const { t } = useWords();
  const [isCopied, setCopied] = useState(false);
  const { request, response } = exchange;
  const text = JSON.stringify(
    { request: { ...request, params: Object.fromEntries(request.params) }, response },
    null,
    2,
  );
  return (
    <button
      type="button"
      className={style.copy}
      onClick={() => attempt(navigator.clipboard.writeText(text).then(() => setCopied(true)))}
    >
      {isCopied ? <IconCheck size={14} /> : <IconCopy size={14} stroke={1.8} />} {isCopied ? t('copied') : t('copy')}
    </button>
  );
}
