/**
 * One session as it was fated on the day it was made. All durations are whole seconds; what of it has already happened
 * depends on the time it is looked at (`progress.ts`).
 */
export interface Session {
  /** Unique over all days. */
  readonly id: number;
  /** Seconds since 1970 UTC. */
  readonly createdS: number;
  /** Created to taken. */
  readonly waitingS: number;
  /** Taken to the agent's first message. */
  readonly responseS: number;
  /** Taken to ended; at least `responseS`. */
  readonly serviceS: number;
  /** Taken to handed over from `firstAgent` to `agent`; 0 means never. */
  readonly transferAfterS: number;
  /** Ended to the survey answer. */
  readonly surveyAfterS: number;
  readonly client: number;
  readonly messages: number;
  /** Indexes into the lists of `centre.ts` and `people.ts`. */
  readonly channel: number;
  readonly group: number;
  readonly agent: number;
  readonly firstAgent: number;
  readonly category: number;
  /** Index plus 1; 0 means no tag. Put on when the session is closed. */
  readonly tag: number;
  readonly template: number;
  readonly templatesUsed: number;
  readonly predefined: number;
  readonly predefinedUsed: number;
  /** 1–5; 0 means no answer. */
  readonly csat: number;
  /** The 0–10 answer plus 1; 0 means no answer. */
  readonly nps: number;
  /** 1 is "not solved", 2 is "solved"; 0 means no answer. */
  readonly fcr: number;
}

export type Fate = Omit<Session, 'id'>;

const IDS_A_DAY = 8192;

/**
 * A day's sessions in columns: about 45 bytes each instead of 300 as objects, so that a whole year fits in 30 MB and a
 * yearly figure is one scan.
 */
export class SessionDay {
  readonly length: number;
  readonly #day: number;
  readonly #wide: Uint32Array;
  readonly #narrow: Uint8Array;

  static readonly WIDE = 8;
  static readonly NARROW = 13;

  /** @param fates the day's sessions, oldest first; at most 8,192 */
  constructor(day: number, fates: readonly Fate[]) {
    this.#day = day;
    this.length = Math.min(fates.length, IDS_A_DAY);
    this.#wide = new Uint32Array(this.length * SessionDay.WIDE);
    this.#narrow = new Uint8Array(this.length * SessionDay.NARROW);
    fates.slice(0, this.length).forEach((fate, index) => this.#pack(fate, index));
  }

  #pack(s: Fate, index: number): void {
    this.#wide.set(
      [s.createdS, s.waitingS, s.responseS, s.serviceS, s.transferAfterS, s.surveyAfterS, s.client, s.messages],
      index * SessionDay.WIDE,
    );
    this.#narrow.set(
      [
        s.channel,
        s.group,
        s.agent,
        s.firstAgent,
        s.category,
        s.tag,
        s.template,
        s.templatesUsed,
        s.predefined,
        s.predefinedUsed,
        s.csat,
        s.nps,
        s.fcr,
      ],
      index * SessionDay.NARROW,
    );
  }

  /** The session at an index below `length`. Written out field by field: a loop over names is ten times slower. */
  at(index: number): Session {
    const wide = this.#wide;
    const narrow = this.#narrow;
    const w = index * SessionDay.WIDE;
    const n = index * SessionDay.NARROW;
    return {
      id: this.#day * IDS_A_DAY + index,
      createdS: wide[w] ?? 0,
      waitingS: wide[w + 1] ?? 0,
      responseS: wide[w + 2] ?? 0,
      serviceS: wide[w + 3] ?? 0,
      transferAfterS: wide[w + 4] ?? 0,
      surveyAfterS: wide[w + 5] ?? 0,
      client: wide[w + 6] ?? 0,
      messages: wide[w + 7] ?? 0,
      channel: narrow[n] ?? 0,
      group: narrow[n + 1] ?? 0,
      agent: narrow[n + 2] ?? 0,
      firstAgent: narrow[n + 3] ?? 0,
      category: narrow[n + 4] ?? 0,
      tag: narrow[n + 5] ?? 0,
      template: narrow[n + 6] ?? 0,
      templatesUsed: narrow[n + 7] ?? 0,
      predefined: narrow[n + 8] ?? 0,
      predefinedUsed: narrow[n + 9] ?? 0,
      csat: narrow[n + 10] ?? 0,
      nps: narrow[n + 11] ?? 0,
      fcr: narrow[n + 12] ?? 0,
    };
  }
}
