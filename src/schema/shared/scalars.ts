import { badUserInput } from '../../errors/gateway-error.ts';
import { builder } from '../builder.ts';
import { fromInstant, isCalendarDate, toInstant } from './date-time.ts';
import { textKind } from './parse-input.ts';

builder.scalarType('DateTime', {
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  description:
    'A moment as an RFC 3339 string. Output is always in UTC, e.g. `"2020-05-04T11:12:32Z"`; input may have any offset, e.g. `"2020-05-04T13:12:32+02:00"`.',
  serialize: (instant) => fromInstant(instant),
  parseValue: (value) => {
    const instant = typeof value === 'string' ? toInstant(value) : undefined;
    if (instant === undefined) {
      throw badUserInput(
        `DateTime: expected a moment in RFC 3339 such as "2020-05-04T11:12:32Z", got ${kindOf(value)}.`,
      );
    }
    return instant;
  },
});

builder.scalarType('Date', {
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
  description: 'A calendar date as YYYY-MM-DD, e.g. `"1985-02-12"`. Dates that do not exist are refused.',
  serialize: (date) => date,
  parseValue: (value) => {
    if (typeof value === 'string' && isCalendarDate(value)) return value;
    throw badUserInput(
      `Date: expected an existing day as YYYY-MM-DD such as "1985-02-12", got ${kindOf(value)}.`,
    );
  },
});

builder.scalarType('JSON', {
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  description:
    'A scalar JSON value as the source stores it: a string, number, boolean or null, e.g. `"admin"`, `621`, `true`. Never an object or a list.',
  serialize: (value) => value,
});

/** Describes the value without repeating it: it may be personal data. */
function kindOf(value: unknown): string {
  if (typeof value === 'string') return textKind(value);
  if (value === null) return 'null';
  return `a value of type ${Array.isArray(value) ? 'list' : typeof value}`;
}
