import { GraphQLError } from 'graphql';

const VARIABLE = /^Variable "(\$\w+)" got invalid value /;

/**
 * GraphQL.js quotes values in its messages about invalid variables and literals, and they may be personal data. Returns
 * the same error without them: an invalid variable is BAD_USER_INPUT and names the variable and the position in it; an
 * invalid literal loses its quotation. Other errors are returned unchanged.
 */
export function withoutInputValues(error: GraphQLError): GraphQLError {
  const variable = VARIABLE.exec(error.message)?.[1];
  if (variable === undefined) return rewritten(error, withoutQuotations(error.message), error.extensions);
  const reason = error.originalError?.message ?? 'it does not fit its type.';
  const place = / at "([\w.[\]]+)"$/.exec(error.message.slice(0, -`; ${reason}`.length))?.[1];
  return rewritten(
    error,
    `Variable "${variable}"${place ? ` at "${place}"` : ''}: ${withoutQuotations(reason)}`,
    {
      code: 'BAD_USER_INPUT',
      ...error.extensions,
    },
  );
}

function withoutQuotations(message: string): string {
  return message
    .replace(/^(\w+|Enum "\w+") cannot represent (.*?value): .*$/s, '$1 cannot represent $2.')
    .replace(/^Value ".*" does not exist in ("\w+" enum\.).*$/s, 'The value does not exist in $1')
    .replace(/^(Argument "\w+" has invalid value) .*$/s, '$1.')
    .replace(/^(Expected value of type "[^"]+"), found .*?(; Date(?:Time)?: .*)?$/s, '$1$2');
}

function rewritten(
  error: GraphQLError,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
): GraphQLError {
  if (message === error.message) return error;
  const { nodes, source, positions, path } = error;
  return new GraphQLError(message, {
    ...(nodes && { nodes }),
    ...(source && { source }),
    ...(positions && { positions }),
    ...(path && { path }),
    extensions,
  });
}
