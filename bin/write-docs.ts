import { writeFileSync } from 'node:fs';
import { toDataDictionary } from '../glue/derive/to-data-dictionary.ts';

writeFileSync(new URL('../docs/data-dictionary.md', import.meta.url), toDataDictionary());
