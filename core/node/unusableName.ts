/** The name under which a file that cannot be used is kept, with the moment it was set aside (ms since 1970 UTC). */
export const unusableName = (name: string, atMs: number): string =>
  `${name}.unusable-${new Date(atMs).toISOString().replaceAll(/[:.]/g, '-')}`;
