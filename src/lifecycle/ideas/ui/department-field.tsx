import { useQuery } from '@tanstack/react-query';
import { ChoiceField } from '../../../web/kit/index.ts';
import { ideaSettingsQuery } from './idea-queries.ts';

interface ChosenDepartment {
  /** Its id; empty for none in particular, or for all. */
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** The department that an idea concerns; nothing where the organisation keeps no list of them. */
export function DepartmentField(props: ChosenDepartment) {
  return <OneOfDepartments label="Department, if it concerns one" none="None in particular" {...props} />;
}

/** Chooses the department whose initiatives a page looks at; nothing where the organisation keeps no list of them. */
export function DepartmentChoice(props: ChosenDepartment & { readonly help: string }) {
  return <OneOfDepartments label="Department" none="All departments" {...props} />;
}

function OneOfDepartments({
  label,
  help,
  none,
  value,
  onChange,
}: ChosenDepartment & { readonly label: string; readonly help?: string; readonly none: string }) {
  const settings = useQuery(ideaSettingsQuery);
  const departments = settings.data?.departments ?? [];
  if (departments.length === 0) return null;
  return (
    <div className="tl-ask-department">
      <ChoiceField
        label={label}
        help={help}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[{ value: '', label: none }, ...departments.map(({ id, name }) => ({ value: id, label: name }))]}
      />
    </div>
  );
}
