import type { DemoUser } from "../lib/types";

interface Props {
  readonly users: readonly DemoUser[];
  readonly chosen: DemoUser | null;
  readonly onChoose: (username: string) => void;
}

export function UserPicker({ users, chosen, onChoose }: Props) {
  return (
    <fieldset className="picker">
      <legend>Who are you?</legend>
      {users.map((user) => (
        <label key={user.id} className="choice">
          <input
            type="radio"
            name="user"
            value={user.username}
            checked={user === chosen}
            onChange={() => onChoose(user.username)}
          />
          <span>{user.display_name}</span>
        </label>
      ))}
    </fieldset>
  );
}
