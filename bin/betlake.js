#!/usr/bin/env node
// Runs the command line from its TypeScript source, so that nothing has to be built first.
import { register } from 'tsx/esm/api';

register();
await import('./betlake.ts');
