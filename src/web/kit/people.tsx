import { IconArmchair } from '@tabler/icons-react';
import { initialsOf, inkOf } from './initials.ts';
import './people.css';

export interface PersonFaceProps {
  readonly name: string;
  /** What the reader should know about the person here: "Data scientist, waiting". */
  readonly detail?: string;
  /** Diameter in px; 24 by default. */
  readonly size?: number;
  /** Writes the name beside the face instead of only for screen readers. */
  readonly withName?: boolean;
}

/** A person as a circle with initials. The name is always in the accessible text and in the tooltip. */
export function PersonFace({ name, detail, size = 24, withName = false }: PersonFaceProps) {
  const words = detail ? `${name}, ${detail}` : name;
  return (
    <span className="tl-person" title={words}>
      <span
        className="tl-face"
        aria-hidden="true"
        style={{
          width: size,
          height: size,
          fontSize: Math.max(9, Math.round(size * 0.4)),
          color: `var(--tl-chart-${inkOf(name)})`,
        }}
      >
        {initialsOf(name)}
      </span>
      <span className={withName ? 'tl-person-name' : 'tl-hidden'}>{withName ? name : words}</span>
    </span>
  );
}

/** A seat that nobody holds. */
export function EmptyChair({
  label,
  size = 24,
  withName = false,
}: {
  readonly label: string;
  readonly size?: number;
  readonly withName?: boolean;
}) {
  return (
    <span className="tl-person" title={label}>
      <span className="tl-face tl-chair" aria-hidden="true" style={{ width: size, height: size }}>
        <IconArmchair size={Math.round(size * 0.58)} stroke={1.75} />
      </span>
      <span className={withName ? 'tl-person-name tl-muted' : 'tl-hidden'}>{label}</span>
    </span>
  );
}

/** Several faces in a row, the first `most` of them, then how many more there are. */
export function Faces({
  people,
  most = 5,
  size = 24,
}: {
  readonly people: readonly PersonFaceProps[];
  readonly most?: number;
  readonly size?: number;
}) {
  const rest = people.slice(most);
  return (
    <span className="tl-faces">
      {people.slice(0, most).map((person) => (
        <PersonFace key={person.name} {...person} size={size} />
      ))}
      {rest.length > 0 && (
        <span className="tl-muted" title={rest.map((person) => person.name).join(', ')}>
          and {rest.length} more
        </span>
      )}
    </span>
  );
}
