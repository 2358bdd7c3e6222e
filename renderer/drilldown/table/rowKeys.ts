/**
 * The row a key goes to; null when the key is not about rows.
 * @param active the row it starts from; −1 when none is active yet
 * @param count rows there are
 * @param page rows in sight at once
 */
export function rowForKey(key: string, active: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const within = (row: number): number => Math.min(count - 1, Math.max(0, row));
  switch (key) {
    case 'ArrowDown':
      return within(active + 1);
    case 'ArrowUp':
      return within(active - 1);
    case 'PageDown':
      return within(Math.max(0, active) + page);
    case 'PageUp':
      return within(active - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
