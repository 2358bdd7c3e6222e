import { isCardName } from '../../common/cards.ts';
import { answerCard, textOfCard, type CardAnswers } from './cardAnswers.ts';
import { errorReply, jsonReply, type Reply } from './deliver.ts';
import type { History } from './history.ts';
import type { Misconduct } from './misbehave.ts';
import { periodOf } from './period.ts';
import { rewrite } from './rewrite.ts';
import { makeSummary } from './summary.ts';
import { readRequest } from './validate.ts';

/** One HTTP request whose key was right. */
export interface Call {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly contentType: string;
  /** Null when it was larger than the server reads. */
  readonly text: string | null;
}

const SUMMARY_PATH = '/v2/dashboard';
const CARD_PATH = /^\/v2\/dashboard\/([^/]+)$/;
const JSON_CONTENT = /^application\/json\s*(;|$)/i;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with the request before its fields are looked at; null when nothing is. */
function refusal({ method, contentType, text }: Call): Reply | null {
  if (method !== 'POST') return errorReply(405, 'Use POST', { Allow: 'POST' });
  if (!JSON_CONTENT.test(contentType)) return errorReply(415, 'Content-Type must be application/json');
  return text === null ? errorReply(413, 'The body is too large') : null;
}

/** What an answer is made of. */
export interface Answering {
  readonly history: History;
  readonly nowMs: number;
  readonly cards: CardAnswers;
  readonly misconduct: Misconduct | null;
}

/** Answers both endpoints of the API page. */
export function answer(call: Call, { history, nowMs, cards, misconduct }: Answering): Reply {
  const card = CARD_PATH.exec(call.path)?.[1];
  if (call.path !== SUMMARY_PATH && card === undefined) return errorReply(404, 'No such address');
  const refused = refusal(call);
  if (refused) return refused;
  if (card !== undefined && !isCardName(card)) return errorReply(400, 'No such card');
  const body = parse(call.text ?? '');
  if (body === undefined) return errorReply(400, 'The body is not JSON');
  const request = readRequest(body, card === undefined ? 'summary' : 'card');
  if (!request.ok) return errorReply(400, request.error);
  const { filter, offsetMinutes, scope, sla } = request.value;
  const nowS = Math.floor(nowMs / 1000);
  const view = { period: periodOf(filter, nowS, offsetMinutes), scope, nowS, offsetMinutes };
  const good = card === undefined ? makeSummary(history, view, sla) : answerCard({ card, history, view, sla }, cards);
  const text = rewrite(good, misconduct);
  return jsonReply(200, card === undefined ? text : textOfCard(text, cards));
}
