/** The ways to pay that a server offers, in the order in which they would be taken. */
import type { OfferView } from "../contract";
import { useWords } from "../words";
import { Network } from "./network";

/** The list. */
export function Offers({ offers }: { offers: OfferView[] }) {
  const say = useWords();
  return (
    <div class="offers">
      <h4>{say("offers")}</h4>
      <ul>
        {offers.map(({ price, way, refused }, place) => (
          <li key={`${place} ${way}`}>
            <strong>{price?.amount ?? "—"}</strong> {price && <Network name={price.network} test={price.test} />} <span class="soft">{way}</span>
            {refused && <p class="hint">{say("offer-refused", { reason: refused })}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}
