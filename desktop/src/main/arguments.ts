/** The arguments of every question, parsed before anything is done with them. Apart from ipc.ts: the preload needs no parser. */
import { z } from 'zod';
import { channels } from '../ipc.ts';

export const argumentsOf = {
  [channels.about]: z.tuple([]),
  // An origin and nothing behind it; plain http only to this machine.
  [channels.setServerOrigin]: z.tuple([z.url({ protocol: /^https?$/ }).max(200)]),
  [channels.replicaKey]: z.tuple([]),
  [channels.readSessionToken]: z.tuple([]),
  [channels.keepSessionToken]: z.tuple([z.string().min(1).max(4096)]),
  [channels.forgetSessionToken]: z.tuple([]),
  [channels.savePdf]: z.tuple([z.object({ name: z.string().min(1).max(120), landscape: z.boolean().default(false) })]),
  [channels.print]: z.tuple([]),
  [channels.openDiagnostics]: z.tuple([]),
  [channels.checkForUpdate]: z.tuple([]),
  [channels.installUpdate]: z.tuple([]),
} as const;

export type AskChannel = keyof typeof argumentsOf;
