import { demoId } from './random.ts';

export type DemoAgent = { id: string; name: string; email: string; phone: string };
export type DemoTerritory = { id: string; name: string; agent: DemoAgent };

/** Two territories, each with the field agent who walks it. */
export const demoTerritories: readonly [DemoTerritory, DemoTerritory] = [
  {
    id: demoId('territory', 1),
    name: 'Birendranagar North',
    agent: {
      id: demoId('user', 'agent1'),
      name: 'Bikash Gurung',
      email: 'agent1@khaacho.test',
      phone: '+9779803000001',
    },
  },
  {
    id: demoId('territory', 2),
    name: 'Surkhet Valley South',
    agent: {
      id: demoId('user', 'agent2'),
      name: 'Sabina Rai',
      email: 'agent2@khaacho.test',
      phone: '+9779803000002',
    },
  },
];
