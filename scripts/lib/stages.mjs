// The stages of npm test and npm run verify: run two light ones side by side or one heavy one, say how each ended.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { duration } from './output.mjs';
import { root } from './root.mjs';

// The machine this is made for has two cores.
const SLOTS = 2;
/** Where the output of every stage and the reports of the test runners are kept. */
export const LOGS = join(root, '.cache', 'test');

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ ok: boolean, output: string, counts?: Counts, note?: string }} Outcome
 * @typedef {{ name: string, weight?: 1 | 2, after?: string[], run: () => Promise<Outcome> }} Stage
 * `weight` is the number of cores it keeps busy; `after` names stages without which it makes no sense.
 */

function describe({ ok, counts, note, ms }) {
  const parts = [duration(ms)];
  if (counts) parts.push(`${counts.passed} passed`, `${counts.failed} failed`, `${counts.skipped} skipped`);
  if (note) parts.push(note);
  return `${ok ? '✓' : '✗'} %s ${parts.join(', ')}`;
}

function report(stage, outcome) {
  console.log(describe(outcome).replace('%s', stage.name.padEnd(22)));
  if (outcome.ok) return;
  const lines = outcome.output.trimEnd().split('\n');
  // Enough for dozens of failing tests; the whole of it is in the file.
  const shown = lines.slice(-300);
  if (shown.length < lines.length)
    console.log(`    … the first ${lines.length - shown.length} lines are in ${stage.log}`);
  for (const line of shown) console.log(`    ${line}`);
}

async function runOne(stage, outcomes, logs) {
  const missing = (stage.after ?? []).filter((name) => outcomes.get(name) && !outcomes.get(name).ok);
  const started = performance.now();
  let outcome;
  if (missing.length > 0) {
    outcome = { ok: false, output: '', note: `not run because "${missing.join('", "')}" failed` };
  } else {
    try {
      outcome = await stage.run();
    } catch (error) {
      outcome = { ok: false, output: String(error.stack ?? error) };
    }
  }
  outcome.ms = performance.now() - started;
  stage.log = join(logs, `${stage.name.replaceAll(/\W+/g, '-')}.log`);
  writeFileSync(stage.log, outcome.output);
  outcomes.set(stage.name, outcome);
  report(stage, outcome);
}

/** Runs all stages, in their order as far as the cores allow; answers the outcome of each by name. */
function runAll(stages, logs) {
  const outcomes = new Map();
  const waiting = [...stages];
  let free = SLOTS;
  return new Promise((resolve) => {
    const next = () => {
      if (outcomes.size === stages.length) resolve(outcomes);
      for (;;) {
        const ready = (stage) =>
          (stage.after ?? []).every((name) => outcomes.has(name) || !stages.some((s) => s.name === name));
        // Strictly the first that is ready: a heavy stage must not starve behind light ones.
        const stage = waiting.find(ready);
        if (!stage || (stage.weight ?? 1) > free) return;
        waiting.splice(waiting.indexOf(stage), 1);
        free -= stage.weight ?? 1;
        runOne(stage, outcomes, logs).then(() => {
          free += stage.weight ?? 1;
          next();
        });
      }
    };
    next();
  });
}

/** A failed stage without a failed test in it (a type error, a crash) counts as one failure. */
function sum(outcomes) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { ok, counts } of outcomes.values()) {
    total.passed += counts?.passed ?? 0;
    total.skipped += counts?.skipped ?? 0;
    total.failed += counts?.failed || (ok ? 0 : 1);
  }
  return total;
}

/** Runs the stages and prints the sum as the last line; answers the exit code. */
export async function runStages(stages, logs = LOGS) {
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const started = performance.now();
  const outcomes = await runAll(stages, logs);
  const failed = stages.filter((stage) => !outcomes.get(stage.name).ok).map((stage) => stage.name);
  console.log(
    `\n${stages.length} stages in ${duration(performance.now() - started)}${failed.length > 0 ? `; failed: ${failed.join(', ')}` : ''}`,
  );
  const total = sum(outcomes);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 && failed.length === 0 ? 0 : 1;
}
