import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import './controls.css';

/** What is wrong with an answer, with an icon beside the words. */
export function FieldError({ children }: { readonly children: ReactNode }) {
  return (
    <span className="tl-field-error">
      <IconAlertTriangle size={13} stroke={2} aria-hidden />
      <span>{children}</span>
    </span>
  );
}
