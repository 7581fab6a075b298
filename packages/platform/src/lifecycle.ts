import { Refusal } from './refusal.ts';

export type Moves<State extends string> = Record<string, { from: readonly State[]; to: State }>;

/** A noun's life as a table: which move leads from which states to which. */
export interface Lifecycle<Move extends string, State extends string> {
  /** The state that `move` leads to, or a refusal that names the state and the moves it allows. */
  next(move: Move, state: State): State;
  /** The moves that `state` allows, in the order of the table. */
  allowed(state: State): Move[];
  readonly moves: Readonly<Record<Move, { from: readonly State[]; to: State }>>;
}

/** The states that a table names. */
type StatesOf<T extends Moves<string>> = T[keyof T]['from'][number] | T[keyof T]['to'];

/** Turns a table of moves into a lifecycle. It stays this small: who may move and why not are rules of the noun. */
export function lifecycle<S extends string, const T extends Moves<S>>(noun: string, moves: T): Lifecycle<keyof T & string, StatesOf<T>> {
  type State = StatesOf<T>;
  type Move = keyof T & string;
  const allowed = (state: State) => (Object.keys(moves) as Move[]).filter((m) => moves[m]?.from.includes(state));
  return {
    moves: moves as Lifecycle<Move, State>['moves'],
    allowed,
    next(move, state) {
      const { from, to } = moves[move] as { from: readonly State[]; to: State };
      if (from.includes(state)) return to;
      const open = allowed(state);
      throw new Refusal(
        'ILLEGAL_MOVE',
        `a ${noun} in state ${state} does not allow ${move}; it allows ${open.length ? open.join(', ') : 'no move'}`,
        { state, move, allowed: open },
      );
    },
  };
}
