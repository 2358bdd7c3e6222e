import { GROUPS, SHIFTS, type UsernameKind } from './centre.ts';
import { makeDice, mix, weighted } from './random.ts';

/** Given and family names, in Latin and Arabic script. */
const GIVEN: readonly (readonly [string, string])[] = [
  ['Ahmad', 'أحمد'],
  ['Fatimah', 'فاطمة'],
  ['Khalid', 'خالد'],
  ['Noura', 'نورة'],
  ['Sultan', 'سلطان'],
  ['Reem', 'ريم'],
  ['Yousef', 'يوسف'],
  ['Maha', 'مها'],
  ['Omar', 'عمر'],
  ['Layla', 'ليلى'],
  ['Daniel', 'دانيال'],
  ['Sarah', 'سارة'],
  ['Adam', 'آدم'],
  ['Hanan', 'حنان'],
];

const FAMILY: readonly (readonly [string, string])[] = [
  ['Alharbi', 'الحربي'],
  ['Alqahtani', 'القحطاني'],
  ['Alotaibi', 'العتيبي'],
  ['Alzahrani', 'الزهراني'],
  ['Alghamdi', 'الغامدي'],
  ['Aldossary', 'الدوسري'],
  ['Alshehri', 'الشهري'],
  ['Haddad', 'حداد'],
  ['Khoury', 'خوري'],
  ['Miller', 'ميلر'],
  ['Mansour', 'منصور'],
];

export interface Agent {
  readonly name: string;
  readonly email: string;
  /** Index into `GROUPS`. */
  readonly group: number;
  /** Index into `SHIFTS`. */
  readonly shift: number;
}

const at = (names: readonly (readonly [string, string])[], index: number): readonly [string, string] =>
  names[index % names.length] ?? ['Agent', 'موظف'];

const pickGroup = weighted(GROUPS.map((group) => group.weight));

/** The first agents of a shift cover every group; the rest follow the groups' traffic. */
function makeAgent(index: number, place: number, shift: number): Agent {
  const given = at(GIVEN, index);
  const family = at(FAMILY, index * 3 + Math.floor(index / GIVEN.length));
  return {
    name: index % 2 === 0 ? `${given[1]} ${family[1]}` : `${given[0]} ${family[0]}`,
    email: `${given[0]}.${family[0]}@example.com`.toLowerCase(),
    group: place < GROUPS.length ? place : pickGroup(makeDice(mix(index)).next()),
    shift,
  };
}

/** Every agent of the centre; sessions refer to them by index. */
export const AGENTS: readonly Agent[] = SHIFTS.flatMap((shift, shiftIndex) => {
  const before = SHIFTS.slice(0, shiftIndex).reduce((sum, { agents }) => sum + agents, 0);
  return Array.from({ length: shift.agents }, (_, place) => makeAgent(before + place, place, shiftIndex));
});

/** How many different clients ever write; the wire's `client_id` is the index plus `FIRST_CLIENT_ID`. */
export const CLIENT_COUNT = 60_000;
export const FIRST_CLIENT_ID = 10_001;

/** The name a client goes by, two in three in Arabic script. */
export function clientName(client: number): string {
  const hash = mix(client, 7);
  const given = at(GIVEN, hash % GIVEN.length);
  const family = at(FAMILY, (hash >>> 8) % FAMILY.length);
  const script = hash % 3 === 0 ? 0 : 1;
  return `${given[script]} ${family[script]}`;
}

/** A client's `username` on a channel: phone digits (`9665…`), a handle or an address at example.com. */
export function clientUsername(client: number, kind: UsernameKind): string {
  if (kind === 'phone') return `9665${String(client).padStart(8, '0')}`;
  const given = at(GIVEN, mix(client, 7) % GIVEN.length)[0].toLowerCase();
  return kind === 'handle' ? `${given}_${client}` : `${given}.${client}@example.com`;
}
