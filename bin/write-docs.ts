import { writeFileSync } from 'node:fs';
import { toDataDictionary } from '../glue/data-dictionary.ts';

writeFileSync(new URL('../docs/data-dictionary.md', import.meta.url), toDataDictionary());
