"use client";

import { useId, useState } from "react";

import type { DiaryQuery } from "../lib/types";

type Wanted = Omit<DiaryQuery, "page">;

const ANYTHING: Wanted = { search: "", date_from: "", date_to: "" };

/** What is looked for in the diary. */
export function DiarySearch({ onSearch }: { readonly onSearch: (wanted: Wanted) => void }) {
  const id = useId();
  const [wanted, setWanted] = useState(ANYTHING);
  const field = (name: keyof Wanted, label: string, type: "date" | "search") => (
    <div className="field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        type={type}
        value={wanted[name]}
        onChange={(event) => setWanted({ ...wanted, [name]: event.target.value })}
      />
    </div>
  );
  return (
    <search>
      <form
        className="card"
        aria-label="Search the diary"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(wanted);
        }}
      >
        {field("search", "Words", "search")}
        <div className="pair">
          {field("date_from", "From", "date")}
          {field("date_to", "To", "date")}
        </div>
        <div className="row">
          <button type="submit" className="button button-main">
            Search
          </button>
          <button
            type="button"
            className="button"
            onClick={() => {
              setWanted(ANYTHING);
              onSearch(ANYTHING);
            }}
          >
            Show all
          </button>
        </div>
      </form>
    </search>
  );
}
