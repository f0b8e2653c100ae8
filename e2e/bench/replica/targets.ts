import { figure } from '../lib/report.ts';

/** What one way to keep orders took; NaN where it did not finish. Milliseconds, MB. */
export type Figures = {
  name: string;
  /** On the server's first time for such a reader; the peers have one figure for both. */
  firstOfGrants: number;
  firstSync: number;
  reconnect: number;
  visible: number;
  push: number;
  stall: number;
  heap: number;
};
/** Of ours alone. */
export type OwnFigures = { filterP95: number; coldStart: number; warmStart: number };

export const DID_NOT_FINISH = 'did not finish';

/** What a peer takes beside ours, in one sentence. */
export function ratios(ours: Figures, theirs: Figures): string {
  const times = (what: 'firstSync' | 'reconnect' | 'visible' | 'push') => {
    const ratio = theirs[what] / ours[what];
    return Number.isNaN(ratio) ? DID_NOT_FINISH : `${figure(ratio, 1)}×`;
  };
  return `${theirs.name} takes, beside ours: first sync ${times('firstSync')}, reconnect ${times('reconnect')}, commit to visible ${times('visible')}, push ${times('push')}`;
}

/** One sentence for each target: what was wanted, what it is, met or not. */
export function targets(ours: Figures, own: OwnFigures, theirs: readonly Figures[]): string[] {
  const said = (what: string, is: number, most: number, unit: string) => {
    const verdict = Number.isNaN(is) ? 'not known' : is <= most ? 'met' : 'NOT met';
    return `target: ${what} ≤ ${figure(most, 3)}${unit}: ${Number.isNaN(is) ? '–' : figure(is, 3)}${unit}, ${verdict}`;
  };
  const shares = theirs.flatMap((peer) => {
    const share = peer.name === 'PouchDB' ? 1 / 10 : 1 / 5;
    return [
      said(`first sync of ${peer.name}’s time`, ours.firstSync / peer.firstSync, share, ''),
      said(`the same with the snapshot to be made`, ours.firstOfGrants / peer.firstSync, share, ''),
    ];
  });
  const reconnects = theirs.map((peer) => peer.reconnect).filter((ms) => !Number.isNaN(ms));
  const better = reconnects.length === 0 ? Number.NaN : Math.min(...reconnects);
  return [
    ...shares,
    said('reconnect with 1,000 changes of the better peer’s time', ours.reconnect / better, 1 / 2, ''),
    said('longest stall of the first sync', ours.stall, 200, ' ms'),
    said('heap after it', ours.heap, 200, ' MB'),
    said('local filters and newest 50, p95', own.filterP95, 50, ' ms'),
    said('cold start to a list', own.coldStart, 3_000, ' ms'),
    said('warm start to a list', own.warmStart, 1_500, ' ms'),
  ];
}
