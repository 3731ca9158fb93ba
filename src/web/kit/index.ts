export { AppLink, type AppLinkProps } from './app-link.tsx';
export { ConfirmButton, type ConfirmButtonProps } from './confirm-button.tsx';
export { CopyField, type CopyFieldProps } from './copy-field.tsx';
export { type Column, DataTable, type DataTableProps, ScrollRegion } from './data-table.tsx';
export { Disclosure, type DisclosureProps } from './disclosure.tsx';
export { useDocumentTitle } from './document-title.ts';
export { FieldError } from './field-error.tsx';
export {
  CheckField,
  ChoiceField,
  DateField,
  LongTextField,
  NumberField,
  RadioField,
  type RadioOption,
  TextField,
} from './fields.tsx';
export { FileDrop, type FileDropProps } from './file-drop.tsx';
export {
  formatAgo,
  formatBytes,
  formatCount,
  formatDay,
  formatMoment,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPlural,
  formatPoints,
  NOT_MEASURED,
  rangeWords,
} from './format.ts';
export {
  EmptyState,
  type Fact,
  Facts,
  Page,
  type PageProps,
  Section,
  type SectionProps,
  type TrailStep,
} from './page.tsx';
export { EmptyChair, Faces, PersonFace, type PersonFaceProps } from './people.tsx';
export { ProgressLine } from './progress-line.tsx';
export { NotMeasured, Range, type RangeProps } from './range.tsx';
export type { SortDirection, SortKey } from './sort-rows.ts';
export { Notice, type NoticeProps, StateWord, type StateWordProps } from './state-word.tsx';
