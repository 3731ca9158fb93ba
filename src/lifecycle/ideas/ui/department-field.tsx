import { useQuery } from '@tanstack/react-query';
import { ChoiceField } from '../../../web/kit/index.ts';
import { ideaSettingsQuery } from './idea-queries.ts';

/** The department that an idea concerns; nothing where the organisation keeps no list of them. */
export function DepartmentField({
  value,
  onChange,
}: {
  /** Its id; empty for none. */
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const settings = useQuery(ideaSettingsQuery);
  const departments = settings.data?.departments ?? [];
  if (departments.length === 0) return null;
  return (
    <div className="tl-ask-department">
      <ChoiceField
        label="Department, if it concerns one"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[
          { value: '', label: 'None in particular' },
          ...departments.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </div>
  );
}

/** Chooses the department whose initiatives a page looks at; nothing where the organisation keeps no list of them. */
export function DepartmentChoice({
  value,
  help,
  onChange,
}: {
  /** Its id; empty for all. */
  readonly value: string;
  readonly help: string;
  readonly onChange: (id: string) => void;
}) {
  const settings = useQuery(ideaSettingsQuery);
  const departments = settings.data?.departments ?? [];
  if (departments.length === 0) return null;
  return (
    <div className="tl-ask-department">
      <ChoiceField
        label="Department"
        help={help}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[
          { value: '', label: 'All departments' },
          ...departments.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </div>
  );
}
