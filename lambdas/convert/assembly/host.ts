/* What the core asks of the program that runs it: the imports of the module, in the name space `host`. */

/**
 * Appends bytes to the file of a date. The host copies them before it returns.
 *
 * @param fileIndex as for `fileDate`
 */
export declare function write(fileIndex: i32, from: usize, length: i32): void;

/**
 * Keeps the metadata of a row group (a Thrift struct) until its file ends, after those kept before: a file of many
 * row groups would fill the memory here with its footer.
 */
export declare function keepRowGroup(fileIndex: i32, from: usize, length: i32): void;

/** Appends to the file of a date all that was kept of it by `keepRowGroup`, in order. */
export declare function writeRowGroups(fileIndex: i32): void;

/**
 * Compresses bytes into one Zstandard frame.
 *
 * @param to room for the frame
 * @returns the length of the frame; 0 where it does not fit into `room` bytes
 */
export declare function compress(from: usize, length: i32, to: usize, room: i32): i32;

/** Counts lines that have a member under a name of so many bytes that no column has. */
export declare function noteUnknown(name: usize, length: u32, lines: u32): void;
