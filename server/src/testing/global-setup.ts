/** vitest globalSetup: the run's cluster, started once and stopped at the end. */
import type { TestProject } from 'vitest/node';
import { startTestCluster } from './postgres.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  project.provide('postgresUrl', cluster.url);
  return () => cluster.stop();
}
