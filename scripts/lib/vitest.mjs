// Runs vitest in one package and reads its JSON report: the numbers come from there, never from the text.
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { programOf, runNode } from './programs.mjs';
import { root } from './root.mjs';
import { LOGS } from './stages.mjs';

/** Adds up a report. A file that could not be loaded has no tests in it: it counts as one failure. */
export function countsOf(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // Not written: the runner crashed.
  }
}

/** Whether the runner's word can be trusted: it must have run tests, and its exit code must agree with its report. */
export function judge(code, report) {
  if (!report) return { ok: false, note: 'the runner wrote no report' };
  const counts = countsOf(report);
  if (counts.passed + counts.failed + counts.skipped === 0)
    return { ok: false, counts, note: 'test files are there but no test ran' };
  if (counts.failed > 0) return { ok: false, counts };
  if (code !== 0) return { ok: false, counts, note: 'an error outside the tests' };
  return { ok: true, counts };
}

/** Test files of a package: the ordinary ones, or with `long` those named *.long.test.ts. */
function testFiles(folder, long) {
  const exclude = (path) => /node_modules|^out$/.test(path);
  const all = globSync('**/*.test.{ts,tsx,mjs}', { cwd: join(root, folder), exclude });
  return all.filter((file) => file.includes('.long.') === long);
}

/**
 * One vitest run as a stage. `show` passes the output on while it comes (long runs).
 * @returns {import('./stages.mjs').Stage}
 */
export function vitestStage({ name, folder, after, weight = 2, long = false, show = false, env = {} }) {
  const run = async () => {
    if (testFiles(folder, long).length === 0) return { ok: true, output: '', note: 'no test files' };
    const reportFile = join(LOGS, `${name.replaceAll(/\W+/g, '-')}.json`);
    rmSync(reportFile, { force: true });
    const { code, output } = await runNode(
      [programOf('.', 'vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
      {
        cwd: join(root, folder),
        show,
        env: { FORCE_COLOR: '0', NO_COLOR: '1', ...(long ? { KHAACHO_LONG: '1' } : {}), ...env },
      },
    );
    return { output, ...judge(code, readReport(reportFile)) };
  };
  return existsSync(join(root, folder))
    ? { name, after, weight, run }
    : { name, run: async () => ({ ok: true, output: '', note: 'absent' }) };
}
