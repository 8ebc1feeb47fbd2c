/** Appends bytes to the file of a date. */
export declare function write(fileIndex: i32, from: usize, length: i32): void;
