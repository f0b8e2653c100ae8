import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { type ParkedFact, parkedFactSchema } from '@khaacho/shared/sync/parked-contract.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useCommandWords } from '../../app/sync/command-words.ts';
import { useRefusalWords } from '../../app/words.ts';
import { useDocuments } from '../../replica/hooks.tsx';
import { type Fetched, useOnline } from '../../session/rest.ts';
import { spokenFact } from './said.ts';

/** As many as one page of the list holds. */
export const MOST_FACTS = 100;
const listSchema = z.array(parkedFactSchema);

export type FactsShown = 'open' | 'settled';

/** Facts that wait for a person, oldest first, or were settled, newest first; read from the server. */
export function useFacts(shown: FactsShown): { answer: Fetched<ParkedFact[]>; again: () => void } {
  return useOnline(`/parked-facts?state=${shown}&limit=${MOST_FACTS}`, listSchema);
}

/** How many wait, as far as this desk has heard: each has raised an alert. */
export function useWaitingFacts(): number {
  return useDocuments('alerts', { selector: { kind: 'FACT_PARKED', acknowledgedAt: null } }).documents.length;
}

/** What was reported and why it did not fit, in the person's language. */
export function useFactWords(): (fact: ParkedFact) => { what: string; why: string } {
  const { i18n } = useTranslation();
  const commandWords = useCommandWords();
  const refusalWords = useRefusalWords();
  return useCallback(
    (fact) => {
      const spoken = spokenFact(fact);
      const { code, message } = fact.because;
      const name = `command.${fact.type}`;
      return {
        what: spoken ? commandWords(spoken) : i18n.exists(name) ? i18n.t(name as 'command.stock.count') : fact.type,
        why: code === null ? message : refusalWords(refusal(code, message)),
      };
    },
    [i18n, commandWords, refusalWords],
  );
}
