/** How usage gets to Paigo by itself (`facts/paigo.md §3.9`). */
export interface MeasurementRecord {
  readonly measurementId: string;
  measurementMode: 'infrastructureBased' | 'agentBased' | 'datastoreBased';
  measurementName?: string | undefined;
  measurementConfiguration: Readonly<Record<string, unknown>>;
}
