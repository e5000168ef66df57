/** The person's profile at a PayloadExchange, by which sponsors choose. */
import { useState } from "preact/hooks";

import type { ProfileView } from "../../contract";
import { Field } from "../../parts/field";
import { ProblemNotice } from "../../parts/notice";
import { usePaying } from "../../paying";
import { useWords } from "../../words";
import type { ApiProps } from "./outcome";

/** The profile, or the form that makes it. */
export function Profile({ payments: { exchange }, perform }: ApiProps) {
  const say = useWords();
  return (
    <section class="card" aria-labelledby="profile-name">
      <h2 id="profile-name">{say("profile")}</h2>
      {exchange.profile ? <Facts profile={exchange.profile} /> : <NewProfile perform={perform} />}
    </section>
  );
}

function Facts({ profile: { email, region, roles, tools } }: { profile: ProfileView }) {
  const say = useWords();
  return (
    <dl class="facts">
      <dt>{say("profile-email")}</dt>
      <dd>{email}</dd>
      <dt>{say("profile-region")}</dt>
      <dd>{region}</dd>
      <Names name={say("profile-roles")} names={roles} />
      <Names name={say("profile-tools")} names={tools} />
    </dl>
  );
}

function Names({ name, names }: { name: string; names: string[] }) {
  const say = useWords();
  if (names.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{names.join(say("list-comma"))}</dd>
    </>
  );
}

function NewProfile({ perform }: Pick<ApiProps, "perform">) {
  const say = useWords();
  const { busy, problem, ask } = usePaying(perform);
  const [email, setEmail] = useState("");
  const [region, setRegion] = useState("");
  const [roles, setRoles] = useState("");
  const [tools, setTools] = useState("");
  const create = () =>
    void ask({
      type: "exchange",
      intent: crypto.randomUUID(),
      ask: { type: "createProfile", email: email.trim(), region: region.trim(), roles: namesIn(roles), tools: namesIn(tools) },
    });
  return (
    <form
      class="ask"
      aria-labelledby="profile-name"
      onSubmit={(event) => {
        event.preventDefault();
        if (email.trim() !== "" && region.trim() !== "") create();
      }}
    >
      <p class="soft">{say("profile-what")}</p>
      <div class="amounts">
        <Field label={say("profile-email")} value={email} onValue={setEmail} autocomplete="email" hint={say("profile-email-hint")} />
        <Field label={say("profile-region")} value={region} onValue={setRegion} hint={say("profile-region-hint")} />
        <Field label={say("profile-roles")} value={roles} onValue={setRoles} required={false} hint={say("names-hint")} />
        <Field label={say("profile-tools")} value={tools} onValue={setTools} required={false} hint={say("names-hint")} />
      </div>
      <ProblemNotice problem={problem} />
      <div class="actions">
        <button type="submit" class="button primary" disabled={busy}>
          {busy ? say("sending") : say("create-profile")}
        </button>
      </div>
    </form>
  );
}

/** The names between commas. */
const namesIn = (text: string): string[] =>
  text
    .split(/[,，、]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
