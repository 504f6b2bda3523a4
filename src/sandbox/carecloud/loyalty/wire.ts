import type { CareCloudAddressWire } from '../wire.ts';

/*
 * A customer's loyalty data by CareCloud's OpenAPI document. Nulls are allowed here so that tests can send them;
 * generated rows have them only where the document's prose allows them. Times are `YYYY-MM-DD HH:MM:SS`.
 */

export type CardWire = {
  readonly card_id: string;
  /** Null for an unassigned card. */
  readonly customer_id: string | null;
  readonly card_type_id: string;
  readonly card_number: string;
  readonly secondary_card_number?: string | null;
  readonly valid_from?: string | null;
  readonly valid_to?: string | null;
  readonly store_id?: string | null;
  readonly last_change?: string | null;
  /** 0 blocked, 1 active. */
  readonly state: number;
};

export type TurnoverWire = {
  readonly currency_id: string;
  readonly value: number;
  /** `YYYY-MM-DD`; null: without limit. */
  readonly due_date?: string | null;
};

export type StatusRecordWire = {
  readonly status_record_id: string;
  readonly status_id: string;
  readonly customer_id: string;
  readonly valid_from?: string | null;
  readonly valid_to?: string | null;
  readonly purchase_conditions?: {
    readonly keep_status_turnover?: readonly TurnoverWire[];
    readonly next_status_turnover?: readonly TurnoverWire[];
    readonly keep_status_points?: number;
    readonly next_status_points?: number;
    readonly next_status_id?: string;
  } | null;
  readonly last_change?: string | null;
  readonly state?: number | null;
};

export type SegmentRecordWire = {
  readonly segment_id: string;
  readonly customer_id: string;
  readonly created_at: string;
  readonly last_change?: string | null;
};

export type RewardWire = {
  readonly reward_id: string;
  readonly code: string;
  readonly name: string;
  readonly note?: string | null;
  readonly subtitle?: string | null;
  readonly points_cost?: number | null;
  /** The enum has 0, 1, 2 and 4; the prose adds 5, a gift. */
  readonly reward_group: number;
  readonly reward_type_id?: string | null;
  readonly store_list: readonly StoreWire[];
  readonly priority?: number | null;
  readonly image_urls?: readonly string[] | null;
  readonly reward_external_url?: string | null;
  readonly is_automated?: boolean | null;
  readonly tags?:
    | readonly { readonly tag_id: string; readonly name: string; readonly text_id: string }[]
    | null;
  readonly last_change?: string | null;
  readonly state?: number | null;
};

export type VoucherWire = {
  readonly voucher_id: string;
  readonly customer_id: string;
  readonly store_id?: string | null;
  readonly code?: string | null;
  readonly value?: number | null;
  readonly applied_date?: string | null;
  readonly valid_from?: string | null;
  readonly valid_to?: string | null;
  /** Here an id, as a text. */
  readonly reward_group?: string | null;
  readonly note?: string | null;
  readonly reward?: RewardWire | null;
  readonly created_at?: string | null;
  readonly last_change?: string | null;
  readonly state?: number | null;
};

export type PurchaseItemWire = {
  readonly purchase_item_id: string;
  readonly product_id: string;
  readonly product_name?: string | null;
  readonly product_group_id?: string | null;
  readonly product_group_name?: string | null;
  readonly product_brand_id?: string | null;
  readonly product_brand_name?: string | null;
  readonly external_id?: string | null;
  readonly purchase_item_type_id: string;
  readonly price: number;
  readonly amount: number;
  readonly vat_rate: number;
};

export type PurchaseWire = {
  readonly purchase_id: string;
  readonly customer_id: string;
  readonly store_id: string;
  readonly external_purchase_id: string;
  readonly payment_time: string;
  readonly items_count: number;
  readonly purchase_items: readonly PurchaseItemWire[];
  readonly type_id: string;
  readonly total_price: number;
  readonly currency_id: string;
  readonly card_number?: string | null;
  readonly cashdesk_number: string;
  readonly last_change?: string | null;
};

export type SourceRecordWire = {
  readonly customer_source_record_id: string;
  readonly customer_source_id: string;
  readonly customer_id: string;
  readonly external_id?: string | null;
  readonly last_change?: string | null;
};

export type PropertyItemWire = {
  readonly id: string;
  readonly name: string;
  readonly resource_record_id?: string | null;
  readonly state: number;
};

export type PropertyRecordWire = {
  readonly property_record_id: string;
  readonly property_id: string;
  readonly property_name?: string | null;
  readonly property_value: unknown;
  readonly last_change?: string | null;
};

export type RelatedCustomerWire = {
  readonly customer_relation_id: string;
  readonly related_customer_id: string;
  readonly short_name?: string | null;
  readonly customer_relation_type_id: string;
  readonly is_leading: boolean;
  readonly valid_from?: string | null;
  readonly valid_to?: string | null;
  readonly last_change?: string | null;
  readonly state?: number | null;
};

export type PointHistoryWire = {
  readonly customer_id: string;
  readonly point_amount: number;
  readonly point_operation_type: string;
  readonly point_operation_note?: string | null;
  readonly point_type_id: string;
  readonly partner_id?: string | null;
  readonly store_id?: string | null;
  readonly point_history_record_time: string;
};

/** One credit movement; the vendor only returns sums here. */
export type CreditMovement = {
  readonly amount: number;
  readonly currencyId: string;
  readonly creditTypeId: string;
  readonly at: string;
};

export type StoreWire = {
  readonly store_id: string;
  readonly store_code: string;
  readonly name: string;
  readonly store_address?: CareCloudAddressWire;
  readonly contact_email?: string;
  readonly phone_number?: string;
  readonly partner_id: string;
  readonly system_id: string;
  readonly url_address?: string;
  readonly visibility_for_customer?: number;
  readonly last_change?: string;
  readonly state?: number;
};
