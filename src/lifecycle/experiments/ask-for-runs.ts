import { refuseTracking } from './experiments.errors.ts';
import { type FilterCondition, type OrderTerm, RUN_GRAMMAR } from './filter-grammar.ts';
import { readFilter, readOrder } from './filter-language.ts';

/** The conditions of a filter of runs. @throws Problem RUN_FILTER_INVALID naming the place where it cannot be read */
export function readConditions(filter: string): readonly FilterCondition[] {
  const reading = readFilter(filter, RUN_GRAMMAR);
  if (reading.kind === 'read') return reading.conditions;
  throw refuseTracking('RUN_FILTER_INVALID', { what: 'filter', why: reading.message }, [
    { path: 'filter', message: reading.message },
  ]);
}

/** The terms of an order of runs. @throws Problem RUN_FILTER_INVALID naming the place where it cannot be read */
export function readTerms(orderBy: string): readonly OrderTerm[] {
  const reading = readOrder(orderBy.trim() === '' ? [] : [orderBy], RUN_GRAMMAR);
  if (reading.kind === 'read') return reading.terms;
  throw refuseTracking('RUN_FILTER_INVALID', { what: 'order', why: reading.message }, [
    { path: 'orderBy', message: reading.message },
  ]);
}
