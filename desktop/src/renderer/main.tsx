import './zod-without-eval.ts';
import './styles.ts';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startLanguage } from './language/i18n.ts';
import { keepPageOffline } from './offline/register.ts';
import { openReplica } from './replica/create-replica.ts';

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  const replica = await openReplica(window.khaacho);
  createRoot(root).render(<App replica={replica} language={startLanguage()} />);
  void replica.start();
  keepPageOffline();
}

void start();
