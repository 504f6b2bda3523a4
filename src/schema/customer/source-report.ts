import type { SourceReport } from '../../customers/source-report.ts';
import { builder } from '../builder.ts';
import { customerSource, errorCode, sourceStatus, sourceWarning } from '../shared/enums.ts';
import { markVolatile } from '../shared/volatile-types.ts';

export const sourceError = builder.objectRef<NonNullable<SourceReport['error']>>('SourceError').implement({
  description: 'Why a source contributed nothing, or not everything, to a page.',
  fields: (t) => ({
    code: t.exposeString('code', {
      nullable: false,
      description: 'One of the codes errors have in `extensions.code`, e.g. `UPSTREAM_TIMEOUT`.',
    }),
    reason: t.field({
      type: errorCode,
      nullable: false,
      description: 'The same as an enum: the closed table of codes.',
      resolve: ({ code }) => code,
    }),
    message: t.exposeString('message', { nullable: false, description: 'The same for people to read.' }),
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      nullable: true,
      description: 'Whole seconds after which asking again may help; null when unknown.',
    }),
  }),
});

export const sourceReport = builder.objectRef<SourceReport>('SourceReport').implement({
  extensions: markVolatile,
  description:
    'What one source contributed to this page. Failures are data here, so that the other source’s rows survive them: rows of a failed source are late, never lost, and come with a later page once it answers.',
  fields: (t) => ({
    source: t.field({
      type: customerSource,
      nullable: false,
      description: 'The source this is about.',
      resolve: ({ source }) => source,
    }),
    status: t.expose('status', { type: sourceStatus, nullable: false, description: 'How it did.' }),
    requests: t.exposeInt('requests', {
      nullable: false,
      description: 'HTTP requests made to it for this page; 0 when everything needed was still in the cache.',
    }),
    ageSeconds: t.exposeInt('ageSeconds', {
      nullable: true,
      description:
        'Age in seconds of the oldest cached answer used; 0 when all came fresh; null when it was not asked.',
    }),
    error: t.field({
      type: sourceError,
      nullable: true,
      description: 'What went wrong; null when nothing did.',
      resolve: ({ error }) => error,
    }),
    warning: t.field({
      type: sourceWarning,
      nullable: true,
      description:
        'What the source did that makes this page less than exact, though it answered; null when nothing.',
      resolve: ({ warning }) => warning ?? null,
    }),
  }),
});
