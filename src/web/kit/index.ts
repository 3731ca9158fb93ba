export {
  durationInWords,
  formatAgo,
  formatBytes,
  formatCount,
  formatDay,
  formatFigure,
  formatMoment,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPlural,
  minorUnits,
  NOT_MEASURED,
  rangeWords,
} from '../../words/index.ts';
export { AppLink } from './app-link.tsx';
export { ConfirmButton } from './confirm-button.tsx';
export { CopyField } from './copy-field.tsx';
export { currencyChoices } from './currencies.ts';
export { type Column, DataTable, ScrollRegion, SortMark } from './data-table.tsx';
export { Disclosure } from './disclosure.tsx';
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
export { FileDrop } from './file-drop.tsx';
export { inkOf } from './initials.ts';
export {
  EmptyState,
  type Fact,
  Facts,
  Page,
  Section,
} from './page.tsx';
export { PanelButton } from './panel-button.tsx';
export { EmptyChair, Faces, PersonFace } from './people.tsx';
export { ProgressLine } from './progress-line.tsx';
export { NotMeasured, Range } from './range.tsx';
export { Notice, StateWord } from './state-word.tsx';
export { useEdits } from './use-edits.ts';
export { useGoOn, useIsHere } from './use-go-on.ts';
