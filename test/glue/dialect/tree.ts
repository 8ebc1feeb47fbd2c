/** A node of a parsed query, as far as the checks use it. */
export interface Node {
  readonly children?: readonly Node[] | null;
  readonly start?: { readonly line: number } | null;
  getText(): string;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'getText' in value;
}

/** Every node of a tree, the tree first, with those around it, the nearest last. */
export function* descend(
  node: Node,
  above: readonly Node[] = [],
): Generator<readonly [Node, readonly Node[]]> {
  yield [node, above];
  for (const child of node.children ?? []) yield* descend(child, [...above, node]);
}
