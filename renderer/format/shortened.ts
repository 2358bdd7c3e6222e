/** A text of at most so many characters; a longer one ends in an ellipsis, and no character is cut in two. */
export function shortened(text: string, most: number): string {
  // Twice as many units hold at least as many characters, however long the rest is.
  const letters = [...text.slice(0, 2 * most)];
  return letters.length <= most && text.length <= 2 * most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
