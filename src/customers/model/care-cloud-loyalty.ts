/*
 * CareCloud's data about an account apart from its record, as the gateway shows it. Texts are null if absent or `""`,
 * instants are milliseconds since the epoch, dates `YYYY-MM-DD`. Ids refer to catalogue entries.
 */

export type CareCloudRecordState = 'DELETED' | 'ACTIVE' | 'INACTIVE';

export interface CareCloudMoney {
  readonly value: number;
  readonly currencyId: string;
}

/** An amount to reach by a day; null: no deadline. */
export interface CareCloudTurnoverGoal extends CareCloudMoney {
  readonly dueDate: string | null;
}

/** CareCloud calls it a status record. */
export interface CareCloudTierRecord {
  readonly recordId: string | null;
  readonly tierId: string;
  readonly validFrom: number | null;
  readonly validTo: number | null;
  readonly state: CareCloudRecordState | null;
  readonly lastChangeAt: number | null;
  readonly progress: CareCloudTierProgress | null;
}

export interface CareCloudTierProgress {
  readonly pointsToKeep: number | null;
  readonly pointsToNext: number | null;
  readonly turnoverToKeep: readonly CareCloudTurnoverGoal[];
  readonly turnoverToNext: readonly CareCloudTurnoverGoal[];
  readonly nextTierId: string | null;
}

export interface CareCloudPoints {
  readonly available: number | null;
  readonly earned: number | null;
  readonly redeemed: number | null;
  readonly value: readonly CareCloudMoney[];
}

export interface CareCloudExpiry {
  readonly nextAmount: number | null;
  readonly nextDate: string | null;
  readonly thisMonthAmount: number | null;
}

export interface CareCloudCredits {
  readonly available: number | null;
  readonly earned: number | null;
  readonly redeemed: number | null;
  readonly byCurrency: readonly CareCloudCreditBalance[];
}

export interface CareCloudCreditBalance {
  readonly currencyId: string;
  readonly available: number | null;
  readonly earned: number | null;
  readonly redeemed: number | null;
}

export interface CareCloudSegmentMembership {
  readonly segmentId: string;
  readonly since: number | null;
  readonly lastChangeAt: number | null;
}

export type CareCloudCardState = 'BLOCKED' | 'ACTIVE';

export interface CareCloudCard {
  readonly cardId: string | null;
  readonly number: string | null;
  readonly secondaryNumber: string | null;
  readonly typeId: string | null;
  readonly validFrom: number | null;
  readonly validTo: number | null;
  readonly storeId: string | null;
  readonly state: CareCloudCardState | null;
  readonly lastChangeAt: number | null;
}

export type CareCloudRewardGroup = 'CASH_DESK' | 'CATALOG' | 'CAMPAIGN' | 'SIMPLE' | 'GIFT' | 'OTHER';

export interface CareCloudReward {
  readonly rewardId: string | null;
  readonly code: string | null;
  readonly name: string | null;
  readonly subtitle: string | null;
  readonly note: string | null;
  readonly pointsCost: number | null;
  readonly group: CareCloudRewardGroup | null;
  readonly typeId: string | null;
  readonly priority: number | null;
  readonly isAutomated: boolean | null;
  readonly imageUrls: readonly string[];
  readonly externalUrl: string | null;
  /** Names. */
  readonly tags: readonly string[];
  readonly state: CareCloudRecordState | null;
  readonly lastChangeAt: number | null;
}

export interface CareCloudVoucher {
  readonly voucherId: string;
  readonly code: string | null;
  readonly value: number | null;
  readonly validFrom: number | null;
  readonly validTo: number | null;
  readonly appliedAt: number | null;
  /** The store where it was applied. */
  readonly storeId: string | null;
  readonly createdAt: number | null;
  readonly lastChangeAt: number | null;
  readonly state: CareCloudRecordState | null;
  readonly note: string | null;
  readonly reward: CareCloudReward | null;
}

export interface CareCloudPurchase {
  readonly purchaseId: string;
  readonly externalId: string | null;
  readonly paidAt: number | null;
  readonly total: CareCloudMoney | null;
  readonly itemsCount: number | null;
  readonly storeId: string | null;
  readonly typeId: string | null;
  readonly cardNumber: string | null;
  readonly cashdeskNumber: string | null;
  readonly items: readonly CareCloudPurchaseItem[];
  readonly lastChangeAt: number | null;
}

export interface CareCloudPurchaseItem {
  readonly itemId: string | null;
  readonly productId: string | null;
  readonly productName: string | null;
  readonly groupName: string | null;
  readonly brandName: string | null;
  readonly price: number | null;
  readonly amount: number | null;
  readonly vatRate: number | null;
  readonly typeId: string | null;
  readonly externalId: string | null;
}

export interface CareCloudSourceRecord {
  readonly recordId: string | null;
  readonly sourceId: string;
  readonly externalId: string | null;
  readonly lastChangeAt: number | null;
}

export interface CareCloudProperty {
  readonly propertyId: string;
  readonly name: string | null;
  /** As received; null for a choice. */
  readonly value: string | number | boolean | null;
  readonly choices: readonly { readonly id: string | null; readonly name: string | null }[];
  readonly lastChangeAt: number | null;
}

export interface CareCloudRelation {
  readonly relationId: string | null;
  readonly relatedCustomerId: string;
  readonly shortName: string | null;
  readonly typeId: string | null;
  readonly isLeading: boolean | null;
  readonly validFrom: number | null;
  readonly validTo: number | null;
  readonly state: CareCloudRecordState | null;
}

export interface CareCloudPointEntry {
  /** Identifies an entry, since the vendor gives it no id. A hash. */
  readonly identity: string;
  readonly amount: number | null;
  readonly operation: string | null;
  readonly note: string | null;
  readonly pointTypeId: string | null;
  readonly storeId: string | null;
  readonly at: number | null;
}
