import type { CareCloudRecordState, CareCloudTurnoverGoal } from './care-cloud-loyalty.ts';

/*
 * The meaning of CareCloud's ids: catalogues maintained by an administrator, in the requested language. Texts are null
 * if absent or `""`.
 */

export interface CareCloudTier {
  readonly tierId: string;
  readonly textId: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly discount: number | null;
  readonly validityPeriod: string | null;
  readonly qualificationPoints: number | null;
  readonly qualificationTurnover: readonly CareCloudTurnoverGoal[];
  readonly nextTierId: string | null;
  readonly previousTierId: string | null;
}

export interface CareCloudSegment {
  readonly segmentId: string;
  readonly name: string | null;
  readonly note: string | null;
  readonly pictureUrl: string | null;
  readonly groupId: string | null;
  readonly lastChangeAt: number | null;
}

export interface CareCloudSegmentGroup {
  readonly groupId: string;
  readonly textId: string | null;
  readonly name: string | null;
  readonly parentGroupId: string | null;
  readonly note: string | null;
}

export interface CareCloudStore {
  readonly storeId: string;
  readonly code: string | null;
  readonly systemId: string | null;
  readonly name: string | null;
  readonly city: string | null;
  readonly countryCode: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly url: string | null;
  readonly partnerId: string | null;
  readonly state: CareCloudRecordState | null;
}

export interface CareCloudCurrency {
  readonly currencyId: string;
  readonly name: string | null;
  readonly code: string | null;
}

export interface CareCloudCardType {
  readonly typeId: string;
  readonly textId: string | null;
  readonly name: string | null;
  readonly prefix: string | null;
}

export interface CareCloudPurchaseType {
  readonly typeId: string;
  readonly textId: string | null;
  readonly name: string | null;
}

export interface CareCloudCustomerSource {
  readonly sourceId: string;
  readonly textId: string | null;
  readonly name: string | null;
  readonly state: CareCloudRecordState | null;
}

export interface CareCloudChannel {
  readonly channelId: string;
  readonly textId: string | null;
  readonly name: string | null;
}

export interface CareCloudConsentType {
  readonly consentId: string;
  readonly textId: string | null;
  readonly name: string | null;
  readonly channelId: string | null;
  readonly lastChangeAt: number | null;
}

interface Named {
  readonly id: string;
  readonly name: string | null;
}

/** Each catalogue's entries by the catalogue's name. */
export interface CareCloudCatalogues {
  readonly tiers: CareCloudTier;
  readonly segments: CareCloudSegment;
  readonly segmentGroups: CareCloudSegmentGroup;
  readonly stores: CareCloudStore;
  readonly customerSources: CareCloudCustomerSource;
  readonly consents: CareCloudConsentType;
  readonly channels: CareCloudChannel;
  readonly cardTypes: CareCloudCardType;
  readonly currencies: CareCloudCurrency;
  readonly purchaseTypes: CareCloudPurchaseType;
  readonly pointTypes: Named;
  readonly relationTypes: Named;
  readonly propertyTypes: Named & { readonly dataType: string | null };
}
