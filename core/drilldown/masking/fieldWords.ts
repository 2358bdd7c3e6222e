/** Words of field names, in lower case; Arabic ones without their article and with plain letters. */
const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Fields of a session that the API page documents and that name nobody. */
export const DOCUMENTED = words('session_key client_id created_date taken_date ended_date status type');

/** Whole names of fields with a few fixed values, in cards of sessions and people. */
export const LABELS = words(`
  status state type channel channel_type direction priority severity rating rate score csat fcr nps sla currency
  حاله نوع قناه`);

/** Those who write, call or answer, and the ways to reach them. */
export const PEOPLE = words(`
  agent agents client clients customer customers user users username usernames contact contacts guest guests patient
  patients visitor visitors caller callers callee sender senders recipient recipients receiver receivers owner owners
  operator operators supervisor supervisors employee employees manager managers assignee assignees handler author
  member members person persons people subscriber subscribers consumer consumers staff advisor advisors representative
  representatives requester reporter login assigned fullname firstname lastname surname nickname displayname agentname
  clientname customername contactname email emails mail phone phones telephone tel telno mobile mobiles msisdn whatsapp
  cell cellphone fax gsm ani cli jid wa jawal callerid
  عميل عملاء موظف موظفين وكيل مستخدم زبون مشرف جوال هاتف موبايل تلفون واتساب بريد ايميل فاكس`);

/** What is counted, timed or told of something: at the end of a name it says what the values are. */
export const MEASURES = words(`
  count counts total totals sum avg average mean seen median min max percent percentage pct rate rates ratio share score
  scores rating csat nps fcr sla time times duration durations seconds second secs sec minutes hours days ms
  milliseconds date dates datetime timestamp timestamps ts epoch at on since until expires created updated modified
  opened closed started start ended end sessions messages calls sent received delivered read clicked verified enabled
  active online offline waiting answered missed abandoned transferred length size bytes amount price cost revenue limit
  rows version promoters passives detractors answers resolved complete مده وقت تاريخ عدد متوسط نسبه مجموع`);

/** What has an id of its own and is nobody. */
export const THINGS = words(`
  channel channels group groups shift shifts tag tags template templates message queue queues department team category
  topic campaign flow survey question form branch region country city language session conversation ticket order bot
  skill service product page menu step stage metric report key قناه وسم قالب قسم فريق مجموعه قائمه فرع`);

/** Other words that fields are named with: none of them is a name. */
export const OTHER_WORDS = words(`
  name names title label value values field fields note notes remark remarks comment comments description summary
  subject text content body source origin reason details detail info data record object item items list result results
  row address number numbers no num nr ref reference uuid guid index position rank order sort account company site
  url link links path file image device browser platform app version card level step kind mode flag flags key keys
  first last next previous current new old other main primary secondary full display short long from to by in of for
  per with within without and or not is has was can custom extra meta external internal public private parent child
  open success failed error warning response responses request service queue hour hours day week month year today date time
  taken handled handle forwarded escalated progress contact reply replies history attachment attachments location
  lat lng latitude longitude timezone zone locale lang ip host port hash revision hospitality room booking booked
  feedback answer question longest shortest busiest quietest least most ar en link profile total all any none unknown
  crm erp api peak weak loyalty tier segment plan package contract invoice payment paid balance due discount coupon tax vat order
  delivery shipping shipment tracking warehouse stock brand model color colour quantity unit units weight intent topics
  emotion tone quality survey surveys outcome disposition wrap wrapup hold holds handover handoff transfer transfers
  assign assignment routing route router rule rules policy consent optin optout subscribed unsubscribed blocked banned
  spam bounce bounced retry attempt attempts try tries queue queued pending processed processing done todo task tasks
  case cases issue issues incident complaint complaints request requests claim claims lead leads deal deals stage visit
  visits trip flight stay night nights check checkin checkout arrival departure floor guest table seat event events
  action actions command trigger bot ai human auto automatic manual media text audio video voice document sticker
  template variable variables parameter parameters param params locale script word words character characters char
  x y z a b c اسم رقم ملاحظه ملاحظات سبب مصدر`);
