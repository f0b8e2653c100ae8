import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runStages } from './stages.mjs';
import { judge } from './vitest.mjs';

const report = (numbers, testResults = []) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults,
  ...numbers,
});

describe('a runner’s word', () => {
  it('holds where report and exit code agree', () => {
    expect(judge(0, report({ numPassedTests: 3, numPendingTests: 1, numTodoTests: 1 }))).toEqual({
      ok: true,
      counts: { passed: 3, failed: 0, skipped: 2 },
    });
  });

  it('does not hold without a report, without tests, or with an error outside them', () => {
    expect(judge(0, null)).toMatchObject({ ok: false, note: 'the runner wrote no report' });
    expect(judge(0, report({}))).toMatchObject({ ok: false, note: 'test files are there but no test ran' });
    expect(judge(1, report({ numPassedTests: 3 }))).toMatchObject({ ok: false, note: 'an error outside the tests' });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const broken = [{ status: 'failed', assertionResults: [] }];
    expect(judge(1, report({ numPassedTests: 3 }, broken))).toEqual({
      ok: false,
      counts: { passed: 3, failed: 1, skipped: 0 },
    });
  });
});

describe('runStages', () => {
  let logs;
  let said;
  beforeEach(() => {
    logs = mkdtempSync(join(tmpdir(), 'khaacho-stages-'));
    said = [];
    vi.spyOn(console, 'log').mockImplementation((line) => said.push(line));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(logs, { recursive: true, force: true });
  });
  const stage = (name, outcome, more = {}) => ({
    name,
    run: async () => ({ ok: true, output: '', ...outcome }),
    ...more,
  });
  const tests = (passed, failed, skipped) => ({ ok: failed === 0, counts: { passed, failed, skipped } });

  it('ends with the sum, and with 0 when nothing failed', async () => {
    expect(await runStages([stage('lint'), stage('unit', tests(7, 0, 1)), stage('e2e', tests(2, 0, 0))], logs)).toBe(0);
    expect(said.at(-1)).toBe('9 passed, 0 failed, 1 skipped');
  });

  it('counts a failed check as one failure and goes on', async () => {
    const stages = [stage('types', { ok: false, output: 'x.ts: no' }), stage('unit', tests(7, 2, 0))];
    expect(await runStages(stages, logs)).toBe(1);
    expect(said.at(-1)).toBe('7 passed, 3 failed, 0 skipped');
    expect(said).toContain('    x.ts: no');
    expect(readFileSync(join(logs, 'types.log'), 'utf8')).toBe('x.ts: no');
  });

  it('fails a stage whose tests all passed but whose runner did not', async () => {
    expect(await runStages([stage('unit', { ...tests(7, 0, 0), ok: false })], logs)).toBe(1);
    expect(said.at(-1)).toBe('7 passed, 1 failed, 0 skipped');
  });

  it('does not run what stands on a failed stage, and says so', async () => {
    const ran = vi.fn(async () => ({ ok: true, output: '' }));
    const stages = [stage('build', { ok: false }), { name: 'e2e', after: ['build'], run: ran }];
    expect(await runStages(stages, logs)).toBe(1);
    expect(ran).not.toHaveBeenCalled();
    expect(said.join('\n')).toContain('not run because "build" failed');
    expect(said.at(-1)).toBe('0 passed, 2 failed, 0 skipped');
  });

  it('counts a stage that throws', async () => {
    const thrown = { name: 'unit', run: () => Promise.reject(new Error('no runner')) };
    expect(await runStages([thrown], logs)).toBe(1);
    expect(said.join('\n')).toContain('no runner');
  });

  it('keeps two cores busy and no more', async () => {
    let busy = 0;
    let most = 0;
    const working = (name, weight) => ({
      name,
      weight,
      run: async () => {
        busy += weight;
        most = Math.max(most, busy);
        for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
        busy -= weight;
        return { ok: true, output: '' };
      },
    });
    await runStages([working('a', 1), working('b', 1), working('c', 2), working('d', 1), working('e', 2)], logs);
    expect(most).toBe(2);
  });
});
