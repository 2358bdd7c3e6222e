/** Words of field names, in lower case; Arabic ones without their article and with plain letters (see `wordsOf`). */
const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Telephone numbers and addresses. */
export const CONTACT_WORDS = words(`
  email emails mail mails phone phones telephone telephones tel telefon telno mobile mobiles msisdn whatsapp cell
  cellphone cellphones fax gsm ani cli jid jids wa jawal callerid جوال هاتف موبايل تلفون واتساب واتس بريد ايميل فاكس`);

/** Those who write, call or answer. */
export const PERSON_WORDS = words(`
  agent client customer user contact guest patient visitor caller callee sender recipient receiver owner operator
  supervisor employee manager assignee handler author member person subscriber consumer staff advisor representative
  requester reporter login assigned handled عميل موظف وكيل مستخدم زبون مشرف`);
export const PEOPLE_WORDS = words(`
  agents clients customers users contacts guests patients visitors callers senders recipients receivers owners
  operators supervisors employees managers assignees handlers authors members persons people subscribers consumers
  advisors representatives عملاء موظفين موظفون`);

export const NAME_WORDS = words('name names اسم اسماء');
/** A name in one word, of a person by itself. */
export const OWN_NAME_WORDS = words(`
  username usernames fullname firstname lastname middlename surname forename nickname displayname agentname clientname
  customername contactname ownername signature`);

/** Things that have names too. */
export const THING_WORDS = words(`
  channel tag template group queue department team board card file product country city region domain field event bot
  campaign flow topic category page shift skill service company store branch project plan list menu folder app host
  server brand language step stage survey question form role metric tile report key قناه وسم قالب قسم فريق مجموعه
  قائمه فرع`);

/** What is counted, timed or told of somebody: at the end of a name it says what the values are. */
export const MEASURE_WORDS = words(`
  count counts calls call time times at on status state type types percentage percent pct rate ratio share total
  totals sum avg average mean median duration seconds secs minutes hours days date dates sessions messages sent
  received delivered opened read clicked verified enabled active template templates version len length size reason
  language score level change changed online offline waiting response responses rows amount price cost limit tags
  consent مده وقت تاريخ حاله نوع نسبه عدد متوسط`);
/** At the beginning of a name, an amount. */
export const AMOUNT_WORDS = words('total count num avg average sum max min mean is has عدد مجموع متوسط نسبه');

/** Their long numbers are moments, amounts or ids of our own. */
export const FIGURE_WORDS = words(`
  date dates time times timestamp timestamps stamp datetime epoch ts created updated modified opened closed started
  start ended end seen when since until expires at on duration seconds second secs ms milliseconds micros bytes byte
  size amount amounts total totals count counts sum percent percentage pct rate ratio share avg average mean median
  min max score price cost revenue messages sessions key keys session sessionid conversation ticket tickets shift tag
  template group queue order invoice reference ref revision version hash`);

export const VERB_WORDS = words('transferred transfer forwarded escalated assigned handed routed sent moved answered');
/** Of what is done `by` something, these are not done by people. */
export const SORTING_WORDS = words(
  'group grouped sort sorted order ordered filter filtered split break multiplied divided',
);
/** What is told of a person inside its own object. */
export const DETAIL_WORDS = words(
  'info details detail data profile record object summary card value values attributes',
);
/** Bare numbers, of whom only the shape tells. */
export const NUMBER_WORDS = words('number numbers no num nr رقم ارقام');
export const ID_WORDS = words('id ids uuid guid code');
/** Languages and scripts at the end of a name. */
export const LANGUAGE_WORDS = words('ar en fr ur arabic english');
