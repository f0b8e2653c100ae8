import { Notification } from '@mantine/core';
import { useEffect } from 'react';
import { NoServer } from '../state/api.ts';
import { store, useModel } from '../state/store.ts';
import { useWords } from '../text/language.ts';
import style from './problem.module.css';

const SHOWN_MS = 8_000;

/** What went wrong with the last click, for a while. */
export function Problem() {
  const problem = useModel((model) => model.problem);
  const { t } = useWords();
  useEffect(() => {
    if (problem === null) return;
    const timer = setTimeout(() => store.set({ problem: null }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [problem]);
  if (problem === null) return null;
  return (
    <Notification className={style.problem} color="red" role="alert" onClose={() => store.set({ problem: null })}>
      {problem instanceof NoServer ? t('noServer') : t('somethingWrong', { problem: problem.message })}
    </Notification>
  );
}
