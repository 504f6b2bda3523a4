import type { SourceReport } from '../../customers/source-report.ts';
import { builder } from '../builder.ts';
import { customerSource, errorCode, sourceStatus, sourceWarning } from '../shared/enums.ts';
import { markVolatile } from '../shared/volatile-types.ts';

export const sourceError = builder.objectRef<NonNullable<SourceReport['error']>>('SourceError').implement({
  description: 'Why a source contributed nothing, or only part of what it should have.',
  fields: (t) => ({
    code: t.exposeString('code', {
      nullable: false,
      description: 'The code, as in `extensions.code` of errors, e.g. `UPSTREAM_TIMEOUT`.',
    }),
    reason: t.expose('code', {
      type: errorCode,
      nullable: false,
      description: 'The code as an enum value.',
    }),
    message: t.exposeString('message', { nullable: false, description: 'The reason in plain English.' }),
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      nullable: true,
      description: 'Seconds after which trying again may help, a whole number; null when unknown.',
    }),
  }),
});

export const sourceReport = builder.objectRef<SourceReport>('SourceReport').implement({
  extensions: markVolatile,
  description:
    'What one source contributed to this page. Failures are data here, so that the other source’s rows survive them. A failed source’s rows are never lost: they come with a later page once it answers.',
  fields: (t) => ({
    source: t.expose('source', {
      type: customerSource,
      nullable: false,
      description: 'The source this is about.',
    }),
    status: t.expose('status', { type: sourceStatus, nullable: false, description: 'The outcome.' }),
    requests: t.exposeInt('requests', {
      nullable: false,
      description: 'HTTP requests made to it for this page; 0 when everything needed was still in the cache.',
    }),
    ageSeconds: t.exposeInt('ageSeconds', {
      nullable: true,
      description:
        'Age in seconds of the oldest cached response used; 0 if all were fresh; null if no request was needed.',
    }),
    error: t.expose('error', {
      type: sourceError,
      nullable: true,
      description: 'What went wrong; null when nothing did.',
    }),
    warning: t.field({
      type: sourceWarning,
      nullable: true,
      description: 'Why this page may be inexact although the source answered; null when it is exact.',
      resolve: ({ warning }) => warning ?? null,
    }),
  }),
});
