import type { CardName } from '../../common/cards.ts';
import type { SlaSeconds } from '../../common/query.ts';
import {
  hourRows,
  messageRows,
  npsObject,
  onlineRows,
  predefinedRows,
  queueRows,
  tagRows,
  tagShareRows,
  templateRows,
} from './breakdownRows.ts';
import type { History, View } from './history.ts';
import { predefinedOf, templatesOf } from './progress.ts';
import type { Session } from './sessionDay.ts';
import {
  ALL_SESSIONS,
  clientRows,
  CLOSED_SESSIONS,
  CSAT_ANSWERS,
  FCR_ANSWERS,
  listRows,
  RESPONSE_TIMES,
  SERVICE_TIMES,
  TRANSFERRED_SESSIONS,
  WAITING_TIMES,
  type EachSession,
  type Row,
  type SessionList,
} from './sessionRows.ts';

/** The most rows of one card; of a longer list the newest are sent. */
export const MAX_ROWS = 50_000;
/** How many sessions the cards of the shortest and longest service time list. */
export const EXTREMES = 10;

interface CardRequest {
  readonly history: History;
  readonly view: View;
  readonly sla: SlaSeconds;
  readonly each: EachSession;
}

export type CardContent = readonly Row[] | Row;
type MakeCard = (request: CardRequest) => CardContent;

/** The newest sessions that pass, oldest first, without ever holding many more than are kept. */
function newest(each: EachSession, passes: (session: Session) => boolean): Session[] {
  let kept: Session[] = [];
  each((session) => {
    if (!passes(session)) return;
    kept.push(session);
    if (kept.length >= 2 * MAX_ROWS) kept = kept.slice(-MAX_ROWS);
  });
  return kept.slice(-MAX_ROWS);
}

const list =
  (rows: SessionList): MakeCard =>
  ({ each, view, sla }) =>
    listRows(
      rows,
      newest(each, (session) => rows.has(session, view.nowS)),
      view,
      sla,
    );

/** The sessions with the shortest or longest service time, the most extreme first. */
const extremes =
  (direction: 1 | -1): MakeCard =>
  ({ each, view, sla }) => {
    const before = (a: Session, b: Session): number => direction * (a.serviceS - b.serviceS);
    const kept: Session[] = [];
    each((session) => {
      const last = kept[EXTREMES - 1];
      if (!SERVICE_TIMES.has(session, view.nowS) || (last && before(last, session) <= 0)) return;
      kept.push(session);
      kept.sort(before);
      kept.length = Math.min(kept.length, EXTREMES);
    });
    return listRows(SERVICE_TIMES, kept.reverse(), view, sla);
  };

const CARDS: Readonly<Record<CardName, MakeCard>> = {
  CARDTOTALSESSIONS: list(ALL_SESSIONS),
  CARDTOTALCLOSEDSESSIONS: list(CLOSED_SESSIONS),
  CARDTOTALTRANSFERRED: list(TRANSFERRED_SESSIONS),
  CARDNEWCLIENTS: ({ each }) => clientRows(each).slice(-MAX_ROWS).reverse(),
  CARDWAITINGTIME: list(WAITING_TIMES),
  CARDSERVICETIME: list(SERVICE_TIMES),
  CARDMINSERVICETIME: extremes(1),
  CARDMAXSERVICETIME: extremes(-1),
  CARDAVGRESPONSETIME: list(RESPONSE_TIMES),
  CARDPEAKTIME: ({ each, view }) => hourRows(each, view, 'busiest'),
  CARDWEAKTIME: ({ each, view }) => hourRows(each, view, 'quietest'),
  CARDCSAT: list(CSAT_ANSWERS),
  CARDFCR: list(FCR_ANSWERS),
  CARDNPS: ({ each, view }) => npsObject(each, view),
  CARDTOTALMESSAGES: ({ each, view }) => messageRows(each, view),
  CARDTOTALTIME: ({ history, view }) => onlineRows(history, view),
  CARDTAGS: ({ each, view }) => tagRows(each, view),
  CARDTAGSPERCENTAGE: ({ each, view }) => tagShareRows(each, view),
  CARDQUEUEREPORT: ({ each, view }) => queueRows(each, view),
  CARDTEMPLATEUSAGE: ({ each, view: { nowS } }) => templateRows(each, (session) => templatesOf(session, nowS)),
  CARDPREDEFINEDMESSAGES: ({ each, view: { nowS } }) => predefinedRows(each, (session) => predefinedOf(session, nowS)),
};

/** The `cardContent` of `POST /v2/dashboard/{cardName}`, from the same sessions as the summary. */
export function makeCard(name: CardName, history: History, view: View, sla: SlaSeconds): CardContent {
  const each: EachSession = (visit) => history.eachSession(view, visit);
  return CARDS[name]({ history, view, sla, each });
}
