import type { CareCloudRow } from '../carecloud/wire.ts';
import type { Answer } from '../fault.ts';
import type { HelpCrunchCustomerWire } from '../helpcrunch/wire.ts';
import type { RowSelection } from '../row-store.ts';
import type { SandboxRequest } from '../sandbox-request.ts';

/** Where a text is compared: the vendor's name of the field, and the operator (`=` wherever there is no choice). */
export type TextUse = { readonly field: string; readonly operator: string };

/** A plain list, a list with criteria, or one row asked for by its id in the path. */
export type Reading = 'LIST' | 'SEARCH' | 'ONE';

/** What one vendor does differently. Whatever is absent is as it always is in the sandbox. */
export type Habits<Row> = {
  /** The request as the vendor takes it, or an answer at once. Runs before credentials are checked. */
  readonly before?: (request: SandboxRequest) => SandboxRequest | Answer;
  /** The text by which two values are the same; undefined: as always. */
  readonly fold?: (text: string, use: TextUse) => string | undefined;
  /** Whether `~` finds the text; both are folded already. */
  readonly contains?: (text: string, wanted: string) => boolean;
  /** A parameter that asks for an equal value finds values that begin with it, too. */
  readonly findsBeginnings?: (field: string) => boolean;
  /** Whether a row shows when it is read like this. */
  readonly shows?: (row: Row, reading: Reading) => boolean;
  /** All that was found, ascending, in the order in which the vendor cuts its pages from it. */
  readonly arrange?: (rows: readonly Row[], selection: RowSelection<Row>) => readonly Row[];
  /** Sort and direction are taken, and make no difference. */
  readonly ignoresSort?: true;
  /** What is sent instead of the answer. */
  readonly after?: (answer: Answer, request: SandboxRequest) => Answer;
  /** A login ends every other token. */
  readonly exclusiveLogins?: true;
  /** CareCloud's lists over all customers take `customer_id[]`. */
  readonly takesCustomerIdLists?: true;
};

/** What any vendor may do, whatever its rows look like. */
export type WireHabits = Pick<Habits<object>, 'before' | 'after'>;

/** One behaviour that no document of the vendors promises or rules out. */
export type Personality = {
  /** As SANDBOX_PERSONALITIES names it. */
  readonly name: string;
  /** What the vendor does, in a sentence. */
  readonly description: string;
  readonly careCloud?: Habits<CareCloudRow>;
  readonly helpCrunch?: Habits<HelpCrunchCustomerWire>;
};
