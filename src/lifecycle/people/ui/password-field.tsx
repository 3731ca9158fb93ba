import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { FieldError } from '../../../web/kit/index.ts';
import { NEW_PASSWORD_HELP } from './password-rule.ts';

export interface PasswordFieldProps extends Omit<PasswordInputProps, 'autoComplete' | 'description'> {
  /** `new-password` lets the browser's own store suggest one; `current-password` fills the kept one in. */
  readonly autoComplete: 'new-password' | 'current-password';
}

/** A password, with a button that shows it. A new one says its rule before it is refused. Takes `form.getInputProps(…)`. */
export function PasswordField({ autoComplete, error, ...rest }: PasswordFieldProps) {
  return (
    <PasswordInput
      {...rest}
      autoComplete={autoComplete}
      visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
      {...(autoComplete === 'new-password' ? { description: NEW_PASSWORD_HELP } : {})}
      {...(error ? { error: <FieldError>{error}</FieldError> } : {})}
    />
  );
}
