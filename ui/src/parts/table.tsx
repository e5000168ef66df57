/** Rows of text that came from elsewhere; wide ones scroll sideways. */
import type { TableView } from "../contract";

/** The table; `label` names it. */
export function Table({ table: { columns, rows }, label }: { table: TableView; label: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region needs the keyboard
    <section class="table-scroll" aria-label={label} tabIndex={0}>
      <table class="rows">
        <thead>
          <tr>
            {columns.map((column, place) => (
              <th key={`${place} ${column}`} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            <tr key={`${line} ${row.join(" ")}`}>
              {row.map((cell, place) => (
                <td key={`${place} ${columns[place] ?? ""}`}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
