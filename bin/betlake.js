#!/usr/bin/env node
// Runs the command line as it was compiled, and compiles it first where a source has changed since.
import { compile, compiledUrl, isCompiled } from './compile.js';

if (!isCompiled()) await compile();
await import(compiledUrl);
