import './zod-without-eval.ts';
import './styles.ts';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startLanguage } from './language/i18n.ts';
import { keepPageOffline } from './offline/register.ts';
import { createReplica } from './replica/create-replica.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const replica = createReplica();
createRoot(root).render(<App replica={replica} language={startLanguage()} />);
void replica.start();
keepPageOffline();
