/** Which file, and on which other computer. */

/** The path; the computer before it where it is another one. */
export function FilePath({ host, file }: { host: string | null; file: string }) {
  return (
    <span class="file-path">
      {host && <span class="host-name">{host}</span>} <code class="path">{file}</code>
    </span>
  );
}
