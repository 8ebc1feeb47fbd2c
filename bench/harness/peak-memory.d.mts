export function readPeakMib(): number;
