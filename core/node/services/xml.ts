/**
 * A text inside XML, in ASCII alone: what a shell redirects into a file then reads the same in every encoding. It must
 * hold no control characters, which XML 1.0 cannot express.
 */
export const xmlText = (text: string): string =>
  text.replaceAll(/[<>&"']|[^ -~]/gu, (character) => `&#${character.codePointAt(0)};`);
