/** A QR code, drawn as one path. */
import type { QrView } from "../contract";

/** The code; `label` says what it holds. */
export function Qr({ qr: { size, path }, label }: { qr: QrView; label: string }) {
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect class="qr-ground" width={size} height={size} />
      <path class="qr-modules" d={path} />
    </svg>
  );
}
