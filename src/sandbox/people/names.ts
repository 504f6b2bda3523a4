/** The part of Central Europe where a generated person lives. */
export type Country = {
  /** ISO 3166-1 in lower case, as CareCloud writes it. */
  readonly code: string;
  readonly callingCode: string;
  /** ISO 639-1 */
  readonly language: string;
  readonly men: readonly string[];
  readonly women: readonly string[];
  /** For a man and for a woman. */
  readonly families: readonly (readonly [string, string])[];
  readonly streets: readonly string[];
  /** City, ZIP and the region as HelpCrunch writes it: sometimes a code, sometimes a name. */
  readonly cities: readonly (readonly [string, string, string])[];
  readonly domains: readonly string[];
  /** First digits of a national number; the rest is random. */
  readonly mobilePrefixes: readonly string[];
  readonly nationalDigits: number;
  readonly timezone: string;
};

const same = (...names: string[]): (readonly [string, string])[] => names.map((name) => [name, name]);

const CZ: Country = {
  code: 'cz',
  callingCode: '420',
  language: 'cs',
  men: 'Jiří Jan Petr Tomáš Ondřej Lukáš Vojtěch Matěj Šimon František Zdeněk Radek Čeněk Květoslav Dominik'.split(
    ' ',
  ),
  women:
    'Jana Eva Anežka Lucie Kateřina Žaneta Zuzana Božena Růžena Barbora Tereza Veronika Šárka Markéta'.split(
      ' ',
    ),
  families: [
    ['Novák', 'Nováková'],
    ['Svoboda', 'Svobodová'],
    ['Dvořák', 'Dvořáková'],
    ['Černý', 'Černá'],
    ['Procházka', 'Procházková'],
    ['Kučera', 'Kučerová'],
    ['Veselý', 'Veselá'],
    ['Růžička', 'Růžičková'],
    ['Šťastný', 'Šťastná'],
    ['Němec', 'Němcová'],
    ['Řezníček', 'Řezníčková'],
    ['Žižka', 'Žižková'],
    ['Ďurica', 'Ďuricová'],
    ['Ťoupal', 'Ťoupalová'],
  ],
  streets: ['Dlouhá', 'Husova', 'Nádražní', 'Komenského', 'U Lékárny', 'Květinová', 'Zahradní', 'Třída Míru'],
  cities: [
    ['Praha', '11000', '10'],
    ['Brno', '60200', '64'],
    ['Ostrava', '70200', '80'],
    ['Plzeň', '30100', 'Plzeňský kraj'],
    ['Hradec Králové', '50002', '52'],
    ['České Budějovice', '37001', '31'],
  ],
  domains: ['seznam.example', 'post.example', 'mail.example', 'firma.example'],
  mobilePrefixes: ['601', '602', '603', '605', '721', '728', '773', '777'],
  nationalDigits: 9,
  timezone: 'Europe/Prague',
};

const SK: Country = {
  code: 'sk',
  callingCode: '421',
  language: 'sk',
  men: 'Peter Jozef Marek Ľuboš Štefan Ján Matúš Juraj Andrej'.split(' '),
  women: 'Mária Katarína Zuzana Ľubica Viera Želmíra Petra Soňa'.split(' '),
  families: [
    ['Horváth', 'Horváthová'],
    ['Kováč', 'Kováčová'],
    ['Tóth', 'Tóthová'],
    ['Hudák', 'Hudáková'],
    ['Ďurčo', 'Ďurčová'],
    ['Šoltés', 'Šoltésová'],
    ['Hríb', 'Hríbová'],
  ],
  streets: ['Hlavná', 'Štúrova', 'Mlynská', 'Námestie slobody'],
  cities: [
    ['Bratislava', '81101', 'BL'],
    ['Košice', '04001', 'KI'],
    ['Žilina', '01001', 'Žilinský kraj'],
  ],
  domains: ['azet.example', 'mail.example'],
  mobilePrefixes: ['903', '905', '911', '918', '948'],
  nationalDigits: 9,
  timezone: 'Europe/Bratislava',
};

const PL: Country = {
  code: 'pl',
  callingCode: '48',
  language: 'pl',
  men: 'Paweł Michał Łukasz Stanisław Grzegorz Wojciech Bartłomiej'.split(' '),
  women: 'Agnieszka Małgorzata Zofia Elżbieta Świetlana Joanna'.split(' '),
  families: [
    ['Kowalski', 'Kowalska'],
    ['Wiśniewski', 'Wiśniewska'],
    ['Wójcik', 'Wójcik'],
    ['Zieliński', 'Zielińska'],
    ['Dąbrowski', 'Dąbrowska'],
  ],
  streets: ['Długa', 'Królewska', 'Świętokrzyska'],
  cities: [
    ['Kraków', '30-001', '77'],
    ['Łódź', '90-001', 'Łódź Voivodeship'],
  ],
  domains: ['poczta.example', 'mail.example'],
  mobilePrefixes: ['501', '512', '600', '692', '788'],
  nationalDigits: 9,
  timezone: 'Europe/Warsaw',
};

const AT: Country = {
  code: 'at',
  callingCode: '43',
  language: 'de',
  men: 'Jürgen Günther Jörg Stefan Lukas'.split(' '),
  women: 'Käthe Anna Jörgine Sigrid Lena'.split(' '),
  families: same('Müller', 'Groß', 'Bäcker', 'Österreicher', 'Huber'),
  streets: ['Mühlgasse', 'Äußere Straße'],
  cities: [['Wien', '1010', '9']],
  domains: ['post.example', 'büro.example'],
  mobilePrefixes: ['664', '676', '699'],
  nationalDigits: 10,
  timezone: 'Europe/Vienna',
};

const HU: Country = {
  code: 'hu',
  callingCode: '36',
  language: 'hu',
  men: 'László Zoltán Gergő Csaba'.split(' '),
  women: 'Zsófia Ilona Erzsébet Tünde'.split(' '),
  families: same('Nagy', 'Szabó', 'Kőszegi', 'Fűri', 'Tóth'),
  streets: ['Fő utca', 'Kossuth tér'],
  cities: [['Budapest', '1011', 'Budapest']],
  domains: ['level.example'],
  mobilePrefixes: ['20', '30', '70'],
  nationalDigits: 9,
  timezone: 'Europe/Budapest',
};

/** Weighted by repetition: most people are Czech. */
export const COUNTRIES: readonly Country[] = [CZ, CZ, CZ, CZ, CZ, CZ, CZ, SK, SK, SK, PL, AT, HU];

const plain = new Map<string, string>();

/** Letters without diacritics, in lower case, as people write their names in addresses. Cached, because names recur. */
export const toPlainLetters = (text: string): string => {
  const known = plain.get(text);
  if (known !== undefined) return known;
  const letters = text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[łŁ]/g, 'l')
    .replace(/ß/g, 'ss')
    .toLowerCase();
  plain.set(text, letters);
  return letters;
};
