/** CPU and memory of other processes as Linux counts them; zero where there is no /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second; differences are taken over seconds, so that is fine enough. */
const TICK_MS = 10;

/** Milliseconds of CPU a process has used itself, user and system, and those of its children that have ended. */
export function cpuMsOf(pid: number): number {
  const fields = statOf(pid);
  if (!fields) return 0;
  // After the name: state is field 3 of proc(5), utime 14, stime 15, cutime 16, cstime 17.
  return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index] ?? 0), 0) * TICK_MS;
}

/** The same of a process and everything below it that is alive. */
export function cpuMsOfTree(root: number): number {
  const children = new Map<number, number[]>();
  for (const pid of pids()) {
    const parent = Number(statOf(pid)?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const sum = (pid: number): number =>
    cpuMsOf(pid) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
  return sum(root);
}

/** Resident memory in MB. */
export function memoryMbOf(pid: number): number {
  try {
    const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kb ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function pids(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in parentheses and may hold spaces.
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
