import { PHASES, type Phase } from "@focus-squad/core";
import type { CSSProperties } from "react";

interface Props {
  readonly phase: Phase;
  readonly progress: number;
}

/** The five timed phases side by side, the current one filling up. */
export function PhaseBar({ phase, progress }: Props) {
  const current = PHASES.findIndex((row) => row.phase === phase);
  return (
    <ol className="phases" aria-label="Phases of the session">
      {PHASES.map((row, at) => {
        if (row.durationSeconds === 0) {
          return null;
        }
        const fill = at < current ? 1 : at === current ? progress : 0;
        const style = {
          // The root keeps the short phases wide enough for their names.
          flexGrow: Math.sqrt(row.durationSeconds),
          "--fill": `${fill * 100}%`,
        } as CSSProperties;
        return (
          <li
            key={row.phase}
            className="phase"
            aria-current={at === current ? "step" : undefined}
            style={style}
          >
            <span
              className="phase-fill"
              role="progressbar"
              aria-label={row.label}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={Math.round(fill * 100)}
            />
            <span className="phase-name">{row.label}</span>
            <span className="phase-length">{row.durationSeconds / 60} min</span>
          </li>
        );
      })}
    </ol>
  );
}
