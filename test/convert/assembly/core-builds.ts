import { inject } from 'vitest';
import type { CoreBuild } from '../../../lambdas/convert/assembly.ts';

/** The builds of the core that generated rows and lines go to: that which ships, and where there is time its checked one. */
export const coreBuilds: readonly CoreBuild[] =
  inject('propertyShare') < 1 ? ['release'] : ['release', 'debug'];
