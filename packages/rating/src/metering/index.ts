export { type AggregateOptions, aggregate } from './aggregate.ts';
export type { CustomAggregator, CustomTotal } from './custom.ts';
export {
  type FilterChooser,
  type FilterMatch,
  filterChooser,
  matchesFilter,
} from './event-filter.ts';
export { type EventGroup, eventGroup, groupEvents } from './event-group.ts';
export { type Expression, type ExpressionEvent, parseExpression } from './expression.ts';
export type { CarriedMeterState, EventMeter, MeterStep } from './meter.ts';
export { type Meter, meterFor } from './meter-for.ts';
export type { MeteredEvent, MeteredMetric } from './metered-event.ts';
export {
  type UniqueCountEntry,
  type UniqueCountOperation,
  type UniqueCountStep,
  type UniqueValueState,
  uniqueCountStep,
} from './unique-count.ts';
export type { ActiveValues, ValueMeter } from './unique-count-meter.ts';
export type { ProratedEvent, Usage } from './usage.ts';
export type { Window } from './window.ts';
