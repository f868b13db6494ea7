import type { State } from '../api/types';
import { STATE_WORDS } from '../format';

/** A state in colour, shape and words. */
export function StateMark({ state, words }: { state: State; words?: string }) {
  return (
    <span className="state" data-state={state}>
      {words ?? STATE_WORDS[state]}
    </span>
  );
}
