import { createHash } from 'node:crypto';
import type { Person, SourceName, SourceRecord } from '../../customers/model/source-record.ts';

/**
 * Keeps the position of a row without an exact id; omitting it would shift the offsets of all later rows. It belongs to
 * no person, has no keys and matches nothing.
 */
export class UnreadableRecord<Own> implements SourceRecord<Own> {
  readonly source: SourceName;
  readonly id: string;
  readonly rank = 0;
  readonly person = NOBODY;
  readonly keys = {};
  readonly isUnreadable = true;
  /** The row's sort key and nothing else. */
  readonly own: Own;

  /** @param row As received: the same row has the same id again. */
  constructor(source: SourceName, row: unknown, own: Own) {
    this.source = source;
    this.id = `unreadable:${createHash('sha256').update(JSON.stringify(row)).digest('base64url').slice(0, 16)}`;
    this.own = own;
  }
}

const NOBODY: Person = {
  name: null,
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  birthdate: null,
  gender: null,
  company: null,
  language: null,
  city: null,
  countryCode: null,
  firstSeenAt: null,
  lastSeenAt: null,
  updatedAt: null,
};
