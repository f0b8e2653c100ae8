import { Button } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReplica } from '../../replica/hooks.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { saveDiagnostics } from './diagnostics.ts';

type State = { error: Error | null; where: string };

/** A screen that broke: the rest of the app stays, and a person can hand over what support needs. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null, where: '' };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(_error: Error, info: ErrorInfo): void {
    this.setState({ where: info.componentStack ?? '' });
  }

  override render(): ReactNode {
    const { error, where } = this.state;
    if (!error) return this.props.children;
    return <Broken error={error} where={where} onAgain={() => this.setState({ error: null, where: '' })} />;
  }
}

function Broken({ error, where, onAgain }: { error: Error; where: string; onAgain: () => void }) {
  const { t } = useTranslation();
  const replica = useReplica();
  const save = () => saveDiagnostics(replica.status.get(), error, where, new Date());
  return (
    <div role="alert" data-testid="broken">
      <EmptyState title={t('broken.title')} text={t('broken.text')}>
        <Button size="sm" onClick={onAgain}>
          {t('common.tryAgain')}
        </Button>
        <Button size="sm" variant="default" onClick={save}>
          {t('broken.diagnostics')}
        </Button>
      </EmptyState>
    </div>
  );
}
