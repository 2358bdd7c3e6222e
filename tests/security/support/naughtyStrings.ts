/** Texts that have broken other programs, each under a name that says how. All of them hold the marker `nty`. */
const MEGABYTE = 1_000_000;

export const MARKER = 'nty';

export const NAUGHTY: Readonly<Record<string, string>> = {
  image: '<img src="http://127.0.0.1:9/nty" onerror="globalThis.nty=1">',
  script: '</bdi></span></script><script>globalThis.nty=1</script>',
  svg: '<svg/onload=globalThis.nty=1><animate onbegin=globalThis.nty=1>',
  style: '</style><style>@import "http://127.0.0.1:9/nty";body{display:none}</style>',
  attribute: `" autofocus onfocus="globalThis.nty=1" x='`,
  frame: '<iframe srcdoc="<script>parent.nty=1</script>"></iframe><base href="http://127.0.0.1:9/nty">',
  link: 'javascript:globalThis.nty=1//http://127.0.0.1:9/nty',
  entities: '&lt;nty&gt;&#60;b&#62;&amp;amp;&nbsp;&#x0;',
  comment: '<!-- nty --!><!--[if IE]><![CDATA[ ]]>',
  mustache: '{{constructor.constructor("globalThis.nty=1")()}} ${nty} #{nty} <%= nty %> {%nty%}',
  vue: '{{ $root }} v-html="nty" @click="nty" :is="nty"',
  words: '{count} | @:desk.settings.title | nty | {0} {nty}',
  sql: `nty'; DROP TABLE shown; -- " OR 1=1 /* UNION SELECT`,
  shell: '$(touch /tmp/nty) `id` ; rm -rf nty | cat && ../../../etc/passwd %PATH% !nty!',
  format: '%s%s%n%x nty %d%%20 {0:x} \\u0000 \\x41 \\',
  regexp: '(((((nty+)+)+)+)+)+$ [a-z]*{1000} ^(?:.|\\s)*$',
  formula: '=cmd|"/c calc"!A1 nty @SUM(1) +1 -1',
  path: 'C:\\nty\\..\\..\\windows\\win.ini:stream /dev/null NUL CON',
  json: '"},"nty":{"__proto__":{"polluted":true}}',
  prototype: '__proto__ constructor prototype nty',
  override: '\u202enty.gpj\u202c \u2066\u2067\u2068 \u202d\u202a\u202b',
  unclosed: '\u202e\u2067\u202b\u2066 nty',
  isolates: '\u2069\u2069\u202c\u202c nty \u2069',
  arabic: 'مرحبا nty عالم ١٢٣',
  hebrew: 'nty שלום 123 עולם!',
  zeroWidth: 'n\u200bt\u200cy\u200d\ufeff\u2060nty\u180e',
  invisible: '\u00ad\u034f\u3164\uffa0\u115f nty',
  combining: `nty${'\u0301\u0489\u20dd'.repeat(2000)}`,
  tall: `nty${'\u0f42\u0fb7\u0f77'.repeat(500)}`,
  emoji: 'nty 👨‍👩‍👧‍👦🏳️‍🌈👩🏽‍🚒🇦🇪🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(20),
  astral: 'nty 𝕿𝖍𝖊 𠜎𠜱 🂡',
  loneHigh: 'nty \ud800 x',
  loneLow: 'nty \udc00\ud800',
  noncharacters: 'nty \ufffe\uffff\ufdd0\u{1fffe}',
  tags: `nty${'\u{e0041}'.repeat(50)}`,
  nul: 'nty\u0000after',
  control: 'nty\u0001\u0007\u0008\u001b[31mred\u001b[2J\u007f\u0085\u009b',
  breaks: 'nty\r\nSet-Cookie: a=b\r\n\r\n<b>\u2028\u2029\u000b\u000c',
  spaces: '\u00a0\u2003\u3000nty\u202f\u1680',
  longWord: 'nty'.padEnd(5000, 'W'),
  longWords: 'nty '.repeat(5000),
  megabyte: 'nty'.padEnd(MEGABYTE, '<b>'),
  turkish: 'ntyİıſKß ﷽ ﷺ',
  number: 'nty 1e309 -0 NaN Infinity 0x10 ١٬٢٣٤٫٥',
  date: 'nty 9999-99-99T99:99:99Z 31/02/2026',
  mail: 'nty@[127.0.0.1]<script>@x" <nty@evil.example>',
  quotes: `nty ' " \` ‘ ’ “ ” « » \\' \\"`,
  csv: 'nty",;\t"\r\n"=1+1',
  mime: 'nty\r\n--boundary\r\nContent-Disposition: form-data; name="x"',
  xml: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a; nty</x>',
};

/** Names of fields that mean something to a language. */
export const NAUGHTY_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', 'length', '0'];

/** Rows whose every text is naughty, as cell, in a list, nested, and as the name of a field. */
export function naughtyRows(): Record<string, unknown>[] {
  return Object.entries(NAUGHTY).map(([kind, text]) => {
    const row: Record<string, unknown> = { kind, text, list: [text, [text]], nested: { text } };
    // Assigned one by one: in a literal `__proto__` would be the prototype.
    for (const name of [text, ...NAUGHTY_NAMES])
      Object.defineProperty(row, name, { value: `${kind} ${MARKER}`, enumerable: true, configurable: true });
    return row;
  });
}
