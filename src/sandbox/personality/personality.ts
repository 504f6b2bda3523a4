import type { CareCloudRow } from '../carecloud/wire.ts';
import type { Answer } from '../fault.ts';
import type { HelpCrunchCustomerWire } from '../helpcrunch/wire.ts';
import type { RowSelection } from '../row-store.ts';
import type { SandboxRequest } from '../sandbox-request.ts';

/** Where a text is compared: the vendor's field name, and the operator (`=` if there is no choice). */
export type TextUse = { readonly field: string; readonly operator: string };

/** A plain list, a list with criteria, or one row by the id in the path. */
export type Reading = 'LIST' | 'SEARCH' | 'ONE';

/** What one vendor does differently. Anything absent has the sandbox's default behaviour. */
export type Habits<Row> = {
  /** The request as the vendor interprets it, or an immediate answer. Runs before credentials are checked. */
  readonly before?: (request: SandboxRequest) => SandboxRequest | Answer;
  /** The text by which two values compare as equal; undefined for the default. */
  readonly fold?: (text: string, use: TextUse) => string | undefined;
  /** Whether `~` finds the text; both are already folded. */
  readonly contains?: (text: string, wanted: string) => boolean;
  /** Whether a parameter for an equal value also finds values that begin with it. */
  readonly findsBeginnings?: (field: string) => boolean;
  /** Whether a row is returned by this kind of read. */
  readonly shows?: (row: Row, reading: Reading) => boolean;
  /** Everything found, ascending, in the order that the vendor pages through. */
  readonly arrange?: (rows: readonly Row[], selection: RowSelection<Row>) => readonly Row[];
  /** Sort and direction are accepted and ignored. */
  readonly ignoresSort?: true;
  /** Replaces the answer. */
  readonly after?: (answer: Answer, request: SandboxRequest) => Answer;
  /** A login invalidates every other token. */
  readonly exclusiveLogins?: true;
  /** CareCloud's lists over all customers take `customer_id[]`. */
  readonly takesCustomerIdLists?: true;
};

/** What any vendor may do, whatever its rows look like. */
export type WireHabits = Pick<Habits<object>, 'before' | 'after'>;

/** One behaviour that the vendors' documents neither promise nor rule out. */
export type Personality = {
  /** As in SANDBOX_PERSONALITIES. */
  readonly name: string;
  /** What the vendor does, in a sentence. */
  readonly description: string;
  readonly careCloud?: Habits<CareCloudRow>;
  readonly helpCrunch?: Habits<HelpCrunchCustomerWire>;
};
